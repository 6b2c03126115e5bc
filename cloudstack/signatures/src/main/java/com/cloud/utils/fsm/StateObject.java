package com.cloud.utils.fsm;

/** Declaration only; see the README of this module. */
public interface StateObject<S> {
    S getState();
}
