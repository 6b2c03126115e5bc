package com.cloud.utils.component;

/** Declaration only; see the README of this module. */
public class AdapterBase extends ComponentLifecycleBase implements Adapter {
    public AdapterBase() { }
}
