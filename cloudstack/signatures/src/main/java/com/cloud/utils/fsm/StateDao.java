package com.cloud.utils.fsm;

/** Declaration only; see the README of this module. */
public interface StateDao<S, E, V> {
    boolean updateState(S current, E event, S next, V object, Object data);
}
