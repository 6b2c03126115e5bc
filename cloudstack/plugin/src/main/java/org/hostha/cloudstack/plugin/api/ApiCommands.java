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
        return List.of(ConfigureHAForHostCmd.class, DisableHAForClusterCmd.class, DisableHAForHostCmd.class,
                DisableHAForZoneCmd.class, EnableHAForClusterCmd.class, EnableHAForHostCmd.class,
                EnableHAForZoneCmd.class, ListHostHAProvidersCmd.class, ListHostHAResourcesCmd.class,
                ExplainHostHACmd.class, ListHATimeBudgetsCmd.class, ListHostHADecisionsCmd.class,
                EnableHAObserveModeForClusterCmd.class, DisableHAObserveModeForClusterCmd.class,
                SuspendHAForHostCmd.class, SuspendHAForClusterCmd.class, ResumeHAForHostCmd.class,
                ResumeHAForClusterCmd.class, DisarmHACmd.class, ArmHACmd.class, ListHADirectivesCmd.class,
                ConfirmHostFencedCmd.class, ReturnHostToServiceCmd.class, ListHAReleasesCmd.class,
                ListHAStormGuardsCmd.class, ResetHAStormGuardCmd.class, ListHAQueuesCmd.class,
                PreflightOutOfBandManagementCmd.class, ListFencingProofsCmd.class,
                ConfigureOutOfBandManagementForClusterCmd.class);
    }
}
