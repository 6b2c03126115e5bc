package org.hostha.rehearsal;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.hostha.core.EventLoop;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** The BMC of a simulated host, and all that can be wrong with it. */
final class Bmc {

    private static final String UPDATING = "the BMC is updating its firmware";

    /** Those that have it configured as theirs. */
    final Set<Machine> users = new LinkedHashSet<>();

    boolean reachable = true;

    /** Accepts a command and does nothing. */
    boolean disobeys;

    /** Does what it is told; the answer is lost. */
    boolean answersLost;

    /** Understands and says no. */
    boolean refuses;

    /** What it says of the power, whatever is true. */
    Optional<PowerState> claims = Optional.empty();

    /** So many readings say Off before the truth comes again, as of a BMC that is starting. */
    int flickers;

    /** Answers that it is updating its firmware, to whatever it is asked. */
    boolean updating;

    /** Between accepting a command and carrying it out. */
    Duration delay = Duration.ZERO;

    /** Whose power it takes, whatever address it is reached by. */
    final Machine machine;
    private final EventLoop physics;

    Bmc(Machine machine, EventLoop physics) {
        this.machine = machine;
        this.physics = physics;
    }

    boolean sound() {
        return reachable && !disobeys && !refuses && !updating && claims.isEmpty() && flickers == 0
                && delay.compareTo(Duration.ofSeconds(5)) <= 0;
    }

    void repair() {
        reachable = true;
        disobeys = false;
        answersLost = false;
        refuses = false;
        updating = false;
        claims = Optional.empty();
        flickers = 0;
        delay = Duration.ZERO;
    }

    PowerReading read() {
        if (updating) {
            return new PowerReading(PowerState.Unknown, Optional.empty(), UPDATING);
        }
        PowerState state = claims.orElse(machine.powered ? PowerState.On : PowerState.Off);
        if (flickers > 0) {
            flickers--;
            state = PowerState.Off;
        }
        return new PowerReading(state, Optional.empty(), "power is " + state.name().toLowerCase(java.util.Locale.ROOT));
    }

    /**
     * A command has arrived.
     *
     * @param changed called when it has changed the power
     */
    String command(Runnable effect, Runnable changed) {
        if (updating) {
            throw new OutOfBandManagementException(Kind.REJECTED, UPDATING);
        }
        if (refuses) {
            throw new OutOfBandManagementException(Kind.REJECTED, "the BMC refused: insufficient privilege");
        }
        if (!disobeys) {
            physics.schedule(delay, () -> {
                boolean before = machine.powered;
                effect.run();
                if (before != machine.powered) {
                    changed.run();
                }
            });
        }
        if (answersLost) {
            throw new OutOfBandManagementException(Kind.TIMEOUT, "no answer from the BMC");
        }
        return "accepted";
    }
}
