package org.hostha.server.inventory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.hostha.core.Resource;
import org.hostha.server.db.Database;
import org.hostha.server.db.Utc;

/** Adds zones, pods, clusters and hosts one by one. Whoever names what exists already is refused. */
public final class Builder {

    /** Something of that name is there already. */
    public static final class TakenException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TakenException(String what, String name) {
            super("There is a " + what + " named " + name + " already; choose another name.");
        }
    }

    /**
     * The addresses of a pod; null where none was given.
     *
     * @param gateway of the pod's network
     * @param netmask such as {@code 255.255.255.0}
     */
    public record PodNetwork(String gateway, String netmask, String startIp, String endIp) { }

    /**
     * A host as an admin describes it.
     *
     * @param url of its agent; empty for a simulated host
     * @param tags of the host
     */
    public record NewHost(String name, String address, Optional<String> url, String hypervisor, String arch,
            boolean enabled, List<String> tags) { }

    private final Database database;
    private final Inventory inventory;
    private final RowWriter rows;

    public Builder(Database database, Inventory inventory) {
        this.database = database;
        this.inventory = inventory;
        this.rows = new RowWriter(database.jdbc());
    }

    /** All of what is added within, or nothing. */
    public long together(LongSupplier adding) {
        return database.transactions().execute(transaction -> adding.getAsLong());
    }

    /** All of what is changed within, or nothing. */
    public void changeTogether(Runnable changing) {
        database.transactions().executeWithoutResult(transaction -> changing.run());
    }

    /** @param more further columns of {@code data_center} */
    public long zone(String name, Map<String, ?> more) {
        return database.transactions().execute(transaction -> {
            refuseTaken("zone", name, "data_center", Map.of("name", name));
            Map<String, Object> row = new HashMap<>(more);
            row.putAll(Map.of("name", name, "zone_token", UUID.randomUUID().toString()));
            return rows.insert("data_center", row);
        });
    }

    public long pod(long zone, String name, PodNetwork network) {
        return database.transactions().execute(transaction -> {
            refuseTaken("pod", name, "host_pod_ref", Map.of("name", name, "data_center_id", zone));
            Map<String, Object> row = new HashMap<>(Map.of("name", name, "data_center_id", zone));
            Optional.ofNullable(network.gateway()).ifPresent(gateway -> {
                row.put("gateway", gateway);
                row.put("cidr_address", gateway);
            });
            Optional.ofNullable(network.netmask()).ifPresent(mask -> row.put("cidr_size", Netmask.bits(mask)));
            Optional.ofNullable(network.startIp()).ifPresent(start -> row.put("description",
                    start + "-" + Optional.ofNullable(network.endIp()).orElse(start)));
            return rows.insert("host_pod_ref", row);
        });
    }

    /** @param zone that the pod is in */
    public long cluster(long zone, long pod, String name, String hypervisor, String type, String arch) {
        return database.transactions().execute(transaction -> {
            refuseTaken("cluster", name, "cluster", Map.of("name", name, "pod_id", pod));
            return rows.insert("cluster", Map.of("name", name, "pod_id", pod, "data_center_id", zone,
                    "hypervisor_type", hypervisor, "cluster_type", type, "arch", arch));
        });
    }

    /** Adds the host and attaches it to the pools of its cluster. */
    public long host(long zone, long pod, long cluster, NewHost host) {
        long added = database.transactions().execute(transaction -> {
            refuseTaken("host", host.name(), "host", Map.of("name", host.name()));
            Map<String, Object> row = new HashMap<>(Map.of("name", host.name(), "data_center_id", zone, "pod_id", pod,
                    "cluster_id", cluster, "status", "Connecting", "type", "Routing", "private_ip_address",
                    host.address(), "hypervisor_type", host.hypervisor(), "created", Utc.now(), "arch", host.arch()));
            row.put("resource_state", host.enabled() ? "Enabled" : "Disabled");
            row.put("guid", UUID.randomUUID().toString());
            host.url().ifPresent(url -> row.put("url", url));
            long id = rows.insert("host", row);
            tag(id, host.tags());
            database.jdbc().sql("INSERT INTO storage_pool_host_ref (host_id, pool_id, created) SELECT ?, id, ? FROM"
                    + " storage_pool WHERE cluster_id = ? AND removed IS NULL").param(id).param(Utc.now())
                    .param(cluster).update();
            return id;
        });
        inventory.reload();
        return added;
    }

    /** Changes what is given; nulls leave things as they are. */
    public void change(Resource host, String name, String url, List<String> tags) {
        database.transactions().executeWithoutResult(transaction -> {
            if (name != null && !name.equals(host.name())) {
                refuseTaken("host", name, "host", Map.of("name", name));
                set(host, "name", name);
            }
            if (url != null) {
                set(host, "url", url);
            }
            if (tags != null) {
                database.jdbc().sql("DELETE FROM host_tags WHERE host_id = ?").param(host.id()).update();
                tag(host.id(), tags);
            }
        });
        inventory.reload();
    }

    private void set(Resource host, String column, String value) {
        database.jdbc().sql("UPDATE host SET " + column + " = ? WHERE id = ?").param(value).param(host.id()).update();
    }

    private void tag(long host, List<String> tags) {
        tags.forEach(tag -> database.jdbc().sql("INSERT INTO host_tags (host_id, tag) VALUES (?, ?)").param(host)
                .param(tag).update());
    }

    private void refuseTaken(String what, String name, String table, Map<String, ?> key) {
        int found = database.jdbc().sql("SELECT COUNT(*) FROM " + table + " WHERE removed IS NULL AND "
                + String.join(" AND ", key.keySet().stream().map(column -> column + " = :" + column).toList()))
                .params(key).query(Integer.class).single();
        if (found > 0) {
            throw new TakenException(what, name);
        }
    }
}
