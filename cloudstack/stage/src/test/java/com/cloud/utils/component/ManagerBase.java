package com.cloud.utils.component;

/** CloudStack's. */
public class ManagerBase extends ComponentLifecycleBase {

    public ManagerBase() {
        setRunLevel(4);
    }
}
