package org.hostha.oobm.internal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.core.Alert;
import org.hostha.core.Futures;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.Preflight;

/**
 * What an admin must put right at a host's BMC: each is alerted once, until it is right again or the host is configured
 * anew. A BMC that speaks for another system than recorded is remembered with the reason, because nobody may be fenced
 * through it.
 */
public final class Alarms {

    private final Notifications notifications;
    private final Set<Long> refusedLogins = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> wrongSystems = new ConcurrentHashMap<>();
    private final Set<Long> unfenceable = ConcurrentHashMap.newKeySet();

    public Alarms(Notifications notifications) {
        this.notifications = notifications;
    }

    /** Why nobody may be fenced through the host's BMC. */
    public Optional<String> obstacle(long hostId) {
        return Optional.ofNullable(wrongSystems.get(hostId));
    }

    public void forget(long hostId) {
        refusedLogins.remove(hostId);
        wrongSystems.remove(hostId);
        unfenceable.remove(hostId);
    }

    /** It was tried whether the host could be fenced. What has its own alert needs no second one. */
    public void proved(Resource host, Preflight preflight) {
        if (preflight.passed()) {
            unfenceable.remove(host.id());
        } else if (!refusedLogins.contains(host.id()) && !wrongSystems.containsKey(host.id())
                && unfenceable.add(host.id())) {
            alert(Alert.Type.HOST, host, host + " could not be fenced now", preflight.summary());
        }
    }

    /** An operation has ended; {@code failure} is null when it worked. */
    public void ended(Resource host, Throwable failure) {
        if (failure == null) {
            refusedLogins.remove(host.id());
        } else if (Futures.cause(failure) instanceof OutOfBandManagementException typed) {
            if (typed.kind() == Kind.AUTHENTICATION && refusedLogins.add(host.id())) {
                alert(Alert.Type.OOBM_AUTH_ERROR, host,
                        "Out-of-band management of " + host + " can't log in to its BMC",
                        typed.getMessage() + " - " + typed.kind().advice());
            } else if (typed.kind() == Kind.WRONG_SYSTEM) {
                wrongSystem(host, typed.getMessage());
            }
        }
    }

    /** A BMC has said for which system it speaks. */
    public void heard(Resource host, OutOfBandManagement row, PowerReading reading) {
        if (row.systemGuid().isEmpty() || row.systemGuid().equals(SystemGuids.meaningful(reading.systemGuid()))) {
            wrongSystems.remove(host.id());
        } else {
            wrongSystem(host, reading.detail());
        }
    }

    private void wrongSystem(Resource host, String what) {
        String why = "its BMC speaks for another system than the one recorded: " + what;
        if (wrongSystems.put(host.id(), why) == null) {
            alert(Alert.Type.HOST, host, "Out-of-band management of " + host + " reaches another system",
                    what + " - " + Kind.WRONG_SYSTEM.advice());
        }
    }

    private void alert(Alert.Type type, Resource host, String subject, String body) {
        notifications.send(new Alert(type, host, subject, body));
    }
}
