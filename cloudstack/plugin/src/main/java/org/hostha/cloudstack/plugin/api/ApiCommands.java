package org.hostha.cloudstack.plugin.api;

import java.util.List;
import org.apache.cloudstack.api.command.admin.ha.ConfigureHAForHostCmd;
import org.apache.cloudstack.api.command.admin.ha.DisableHAForClusterCmd;
import org.apache.cloudstack.api.command.admin.ha.DisableHAForHostCmd;
import org.apache.cloudstack.api.command.admin.ha.DisableHAForZoneCmd;
import org.apache.cloudstack.api.command.admin.ha.EnableHAForClusterCmd;
import org.apache.cloudstack.api.command.admin.ha.EnableHAForHostCmd;
import org.apache.cloudstack.api.command.admin.ha.EnableHAForZoneCmd;
import org.apache.cloudstack.api.command.admin.ha.ListHostHAProvidersCmd;
import org.apache.cloudstack.api.command.admin.ha.ListHostHAResourcesCmd;

/** The commands of HA: CloudStack's own, and those that we add. */
public final class ApiCommands {

    private ApiCommands() {
    }

    public static List<Class<?>> all() {
        return List.of(ConfigureHAForHostCmd.class, EnableHAForHostCmd.class, EnableHAForClusterCmd.class,
                EnableHAForZoneCmd.class, DisableHAForHostCmd.class, DisableHAForClusterCmd.class, DisableHAForZoneCmd.class,
                ListHostHAResourcesCmd.class, ListHostHAProvidersCmd.class);
    }
}
