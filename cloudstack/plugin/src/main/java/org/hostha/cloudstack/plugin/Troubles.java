package org.hostha.cloudstack.plugin;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.cloudstack.plugin.inventory.HostRow;
import org.hostha.cloudstack.plugin.inventory.HostTable;
import org.hostha.core.Alert;
import org.hostha.core.Notifications;
import org.hostha.core.Resource;
import org.hostha.oobm.OutOfBandManagement;

/**
 * Rows of {@code oobm} that nothing can be done with: a password that can't be decrypted, a driver that nobody registered. Each
 * is alerted once, and keeps its host from being looked after, with that reason.
 */
final class Troubles {

    private final HostTable hosts;
    private final Notifications notifications;
    private final Map<Long, String> alerted = new ConcurrentHashMap<>();
    private volatile Map<Long, String> passwords = Map.of();
    private volatile Map<Long, String> drivers = Map.of();

    Troubles(HostTable hosts, Notifications notifications) {
        this.hosts = hosts;
        this.notifications = notifications;
    }

    /** The hosts whose passwords can't be decrypted now, and why. */
    void unreadable(Map<Long, String> now) {
        passwords = Map.copyOf(now);
        tell();
    }

    /** The rows that can be read. */
    void look(List<OutOfBandManagement> rows, Set<String> known) {
        Map<Long, String> missing = new HashMap<>();
        rows.stream().filter(row -> !known.contains(row.driver().toLowerCase(Locale.ROOT)))
                .forEach(row -> missing.put(row.hostId(), "its out-of-band management driver '" + row.driver()
                        + "' is registered by nobody; registered are " + String.join(", ", known.stream().sorted().toList())));
        drivers = missing;
        tell();
    }

    /** From memory. */
    Optional<String> of(Resource host) {
        return of(host.id());
    }

    private Optional<String> of(long hostId) {
        return Optional.ofNullable(passwords.getOrDefault(hostId, drivers.get(hostId)));
    }

    private void tell() {
        alerted.keySet().removeIf(hostId -> of(hostId).isEmpty());
        hosts.all().stream().map(HostRow::resource).forEach(host -> of(host).ifPresent(why -> {
            if (!why.equals(alerted.put(host.id(), why))) {
                notifications.send(new Alert(Alert.Type.HOST, host, "Out-of-band management of " + host + " can't work",
                        why + ". HA does not look after the host until it is configured anew."));
            }
        }));
    }
}
