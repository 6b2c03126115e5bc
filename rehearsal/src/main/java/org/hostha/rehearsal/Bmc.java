package org.hostha.rehearsal;

import java.time.Duration;
import java.util.Optional;
import org.hostha.core.EventLoop;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/** The BMC of a simulated host, and all that can be wrong with it. */
final class Bmc {

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

    /** Between accepting a command and carrying it out. */
    Duration delay = Duration.ZERO;

    private final Machine machine;
    private final EventLoop physics;

    Bmc(Machine machine, EventLoop physics) {
        this.machine = machine;
        this.physics = physics;
    }

    boolean sound() {
        return reachable && !disobeys && !refuses && claims.isEmpty() && flickers == 0
                && delay.compareTo(Duration.ofSeconds(5)) <= 0;
    }

    void repair() {
        reachable = true;
        disobeys = false;
        answersLost = false;
        refuses = false;
        claims = Optional.empty();
        flickers = 0;
        delay = Duration.ZERO;
    }

    PowerReading read() {
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
