package org.hostha.rehearsal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hostha.core.EventLoop;
import org.hostha.core.MonotonicTime;
import org.hostha.core.Resource;

/** A simulated host: what is physically true, whatever anybody believes. */
final class Machine {

    private static final Duration BOOT = Duration.ofSeconds(45);

    final Resource resource;
    final Bmc bmc;


    /** VMs that have a process here, running or frozen. A power cut ends them, a hang does not. */
    final Set<String> vms = new TreeSet<>();

    boolean powered = true;
    boolean hung;
    boolean agentDead;

    /** Its VMs write nothing to their disks. */
    boolean idle;

    /** It hangs again whenever it boots. */
    boolean broken;

    boolean maintenance;

    /** Why else HA may not look after it. */
    Optional<String> ineligible = Optional.empty();

    /** What its agent takes to answer beyond the network. */
    Duration slowness = Duration.ZERO;

    private final EventLoop physics;
    private Bmc addressed;
    private int flaps;
    private boolean booting;
    private int boots = 1;
    private int reported = 1;
    private MonotonicTime cutAt = new MonotonicTime(0);

    /** @param physics the time that goes on when managers die */
    Machine(Resource resource, EventLoop physics) {
        this.resource = resource;
        this.physics = physics;
        this.bmc = new Bmc(this, physics);
        address(bmc);
    }

    /** The BMC at the address that is configured for it. */
    Bmc addressed() {
        return addressed;
    }

    void address(Bmc other) {
        if (addressed != null) {
            addressed.users.remove(this);
        }
        addressed = other;
        other.users.add(this);
    }

    boolean running() {
        return powered && !hung && !booting;
    }

    boolean manageable() {
        return running() && !agentDead;
    }

    /** Something on shared storage changes: a heartbeat of the agent, or a VM's disk. */
    boolean leavesTraces() {
        return manageable() || running() && !idle && !vms.isEmpty();
    }

    String bootId() {
        return "boot " + boots;
    }

    /** True once after each boot: its agent says anew what runs on it. */
    boolean reportsAnew() {
        boolean anew = reported != boots;
        reported = boots;
        return anew;
    }

    /** When its power was last cut. */
    MonotonicTime cutAt() {
        return cutAt;
    }

    /** The power is cut, by whomever: nothing on it survives. */
    void cut() {
        powered = false;
        hung = false;
        agentDead = false;
        booting = false;
        vms.clear();
        cutAt = physics.now();
    }

    void supply() {
        if (powered) {
            return;
        }
        powered = true;
        boots++;
        hung = broken;
        booting = true;
        int boot = boots;
        physics.schedule(BOOT, () -> booting = booting && boot != boots);
    }

    /** Its agent is lost and back again and again, each time after so long. */
    void flap(Duration every) {
        flap(every, ++flaps);
    }

    private void flap(Duration every, int run) {
        if (run == flaps) {
            agentDead = powered && !agentDead;
            physics.schedule(every, () -> flap(every, run));
        }
    }

    void flapNoMore() {
        flaps++;
        agentDead = false;
    }

    /** Whatever was wrong with it is repaired. */
    void repair() {
        flapNoMore();
        address(bmc);
        broken = false;
        idle = false;
        ineligible = Optional.empty();
        slowness = Duration.ZERO;
        bmc.repair();
        if (hung) {
            cut();
        }
        agentDead = false;
        supply();
    }

    String condition() {
        String condition = !powered ? "off" : hung ? "hung" : booting ? "booting" : agentDead ? "without agent" : "up";
        return condition + (maintenance ? ", in maintenance" : "");
    }

    @Override
    public String toString() {
        return condition() + (vms.isEmpty() ? ", no VM" : ", runs " + String.join(" ", vms));
    }
}
