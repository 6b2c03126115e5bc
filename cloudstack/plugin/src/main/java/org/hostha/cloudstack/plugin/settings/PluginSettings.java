package org.hostha.cloudstack.plugin.settings;

import java.util.List;
import java.util.stream.Stream;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;
import org.hostha.ha.HASettings;
import org.hostha.ha.kvm.KVMHASettings;
import org.hostha.oobm.OutOfBandManagementSettings;
import org.hostha.oobm.ipmi.IpmiSettings;
import org.hostha.oobm.ipmitool.IpmitoolSettings;
import org.hostha.oobm.redfish.RedfishSettings;

/** All settings that the plugin reads: upstream's, the engine's, and those that it needs to live inside CloudStack. */
public final class PluginSettings {

    /** CloudStack's own; it declares it itself. */
    public static final Setting<Boolean> VM_HA = Setting.flag("vm.ha.enabled", true, Scope.Zone,
            "Whether the VMs of a dead host are restarted elsewhere");

    public static final Setting<Boolean> SSH = Setting.flag("kvm.ha.ssh.enabled", false, Scope.Cluster,
            "Whether neighbours are asked over SSH what the storage shows of a silent host, instead of through their agents. SSH "
                    + "shows contents, which agents don't: it is stronger evidence. The probe must be installed on the hosts.");
    public static final Setting<String> SSH_USER = Setting.text("kvm.ha.ssh.user", "root", Scope.Cluster,
            "User on the hosts to whose authorized_keys the management servers' key was added.");
    public static final Setting<Long> SSH_PORT = Setting.number("kvm.ha.ssh.port", 22, Scope.Cluster,
            "Port of the hosts' SSH servers.");
    public static final Setting<String> SSH_DIRECTORY = Setting.text("kvm.ha.ssh.directory",
            "/etc/cloudstack/management/hostha", Scope.Global,
            "Directory on each management server of the files ssh_key and known_hosts; the key is made where there is none.");

    private PluginSettings() {
    }

    /** Those that the HA manager declares. */
    public static List<Setting<?>> ofHA() {
        return HASettings.all();
    }

    /** Those that the out-of-band management service declares. */
    public static List<Setting<?>> ofOutOfBandManagement() {
        return OutOfBandManagementSettings.all();
    }

    /** Those that the KVM provider declares. */
    public static List<Setting<?>> ofKvm() {
        return Stream.concat(KVMHASettings.all().stream(), Stream.of(SSH, SSH_USER, SSH_PORT, SSH_DIRECTORY)).toList();
    }

    /** All that are read. */
    public static List<Setting<?>> all() {
        return Stream.of(ofHA(), ofOutOfBandManagement(), ofKvm(), IpmitoolSettings.all(), IpmiSettings.all(),
                RedfishSettings.all(), List.<Setting<?>>of(VM_HA)).<Setting<?>>flatMap(List::stream).toList();
    }
}
