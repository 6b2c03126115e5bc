package com.cloud.utils.fsm;

/** CloudStack's, as far as the plugin feels it. */
public interface StateListener<S, E, V> {
    boolean preStateTransitionEvent(S from, E event, S to, V object, boolean status, Object data);

    boolean postStateTransitionEvent(StateMachine2.Transition<S, E> transition, V object, boolean status, Object data);
}
