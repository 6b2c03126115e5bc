package com.cloud.ha;

import com.cloud.utils.component.Adapter;

/** Declaration only; see the README of this module. */
public interface Investigator extends Adapter {

    public static class UnknownVM extends Exception {
        public UnknownVM() { }
    }
}
