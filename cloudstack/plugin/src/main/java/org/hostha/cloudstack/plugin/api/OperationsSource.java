package org.hostha.cloudstack.plugin.api;

/** Where commands get what they work with. */
public interface OperationsSource {

    /** @throws com.cloud.utils.exception.CloudRuntimeException saying why, while Host HA does not run */
    Operations operations();
}
