package com.cloud.utils.component;

/** Declaration only; see the README of this module. */
public class ManagerBase extends ComponentLifecycleBase {
    public ManagerBase() { }
}
