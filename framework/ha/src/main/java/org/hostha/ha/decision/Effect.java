package org.hostha.ha.decision;

import java.time.Duration;
import org.hostha.ha.Order;

/** What is to be done once a decision is stored. Each result comes back as an {@link Input} with the same attempt. */
public sealed interface Effect {

    record CheckHealth(long attempt, Duration deadline) implements Effect { }

    record CheckActivity(long attempt, Duration deadline) implements Effect { }

    record ReadPower(long attempt, boolean fresh, Duration deadline) implements Effect { }

    /** @param wall nothing of it may be sent later than this after the decision */
    record ForceOff(long attempt, Order.Kind purpose, Duration wall) implements Effect { }

    /** @param wall nothing of it may be sent later than this after the decision */
    record PowerOn(long attempt, Order.Kind purpose, Duration wall) implements Effect { }

    record ReleaseVms(long attempt, long releaseId) implements Effect { }

    record EnterMaintenance() implements Effect { }

    record SendAlert(String subject, String body) implements Effect { }
}
