package org.hostha.server.api.commands;

import java.util.Map;

/** CloudStack's names of who reads a setting. */
final class Components {

    private static final Map<String, String> BY_PREFIX = Map.of(
            "kvm.ha.", "KVMHAConfig",
            "ha.", "HAManager",
            "vm.ha.", "HighAvailabilityManagerImpl",
            "outofbandmanagement.", "OutOfBandManagementServiceImpl",
            "redfish.", "RedfishClient",
            "ping.", "AgentManagerImpl",
            "job.", "AsyncJobManagerImpl",
            "api.", "ApiServer");

    private Components() {
    }

    static String of(String key) {
        return BY_PREFIX.entrySet().stream().filter(entry -> key.startsWith(entry.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse("management-server");
    }
}
