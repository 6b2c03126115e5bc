package com.cloud.utils.fsm;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class StateMachine2<S, E, V extends StateObject<S>> {
    public boolean transitTo(V object, E event, Object data, StateDao<S, E, V> dao) throws NoTransitionException {
        return Signature.value();
    }
}
