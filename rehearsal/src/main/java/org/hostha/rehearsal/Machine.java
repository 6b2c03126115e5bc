package org.hostha.rehearsal;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hostha.core.Resource;

/** A simulated host and its BMC: what is physically true, whatever anybody believes. */
final class Machine {

    final Resource resource;

    /** VMs that have a process here, running or frozen. A power cut ends them, a hang does not. */
    final Set<String> vms = new TreeSet<>();

    boolean powered = true;
    boolean hung;
    boolean agentDead;
    boolean maintenance;
    boolean bmcReachable = true;

    /** The BMC accepts force-off and does nothing. */
    boolean bmcDisobeys;

    /** The answer to a power command is lost although it arrived. */
    boolean answersLost;

    /** It hangs again whenever it boots. */
    boolean broken;

    private int boots = 1;

    Machine(Resource resource) {
        this.resource = resource;
    }

    boolean alive() {
        return powered && !hung;
    }

    boolean manageable() {
        return alive() && !agentDead;
    }

    Optional<String> bootId() {
        return powered ? Optional.of(resource.name() + " boot " + boots) : Optional.empty();
    }

    /** The power is cut, by whomever: nothing on it survives. */
    void cut() {
        powered = false;
        hung = false;
        agentDead = false;
        vms.clear();
    }

    void supply() {
        if (!powered) {
            powered = true;
            boots++;
            hung = broken;
        }
    }

    /** Whatever was wrong with it is repaired. */
    void repair() {
        broken = false;
        bmcReachable = true;
        bmcDisobeys = false;
        answersLost = false;
        if (hung) {
            cut();
        }
        agentDead = false;
        supply();
    }

    @Override
    public String toString() {
        return resource.name() + (powered ? hung ? " hung" : agentDead ? " without agent" : " up" : " off") + vms;
    }
}
