package com.cloud.utils.fsm;

/** CloudStack's listener; the plugin has none, but third parties do. */
public interface StateListener<S, E, V> {

    boolean preStateTransitionEvent(S from, E event, S to, V object, boolean status, Object data);

    boolean postStateTransitionEvent(StateMachine2.Transition<S, E> transition, V object, boolean status, Object data);
}
