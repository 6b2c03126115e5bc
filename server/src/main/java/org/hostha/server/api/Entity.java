package org.hostha.server.api;

/** What an id parameter can name: CloudStack's table of it, and its name in messages. */
public enum Entity {
    ZONE("data_center", "zone"),
    POD("host_pod_ref", "pod"),
    CLUSTER("cluster", "cluster"),
    HOST("host", "host"),
    VIRTUAL_MACHINE("vm_instance", "virtual machine"),
    STORAGE_POOL("storage_pool", "storage pool"),
    MANAGEMENT_SERVER("mshost", "management server"),
    EVENT("event", "event"),
    ALERT("alert", "alert"),
    JOB("async_job", "job"),
    DOMAIN("domain", "domain"),
    ACCOUNT("account", "account"),
    ROLE("roles", "role"),
    USER("`user`", "user");

    private final String table;
    private final String label;

    Entity(String table, String label) {
        this.table = table;
        this.label = label;
    }

    public String table() {
        return table;
    }

    public String label() {
        return label;
    }
}
