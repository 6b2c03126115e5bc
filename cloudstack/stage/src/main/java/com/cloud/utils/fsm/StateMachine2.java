package com.cloud.utils.fsm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table, and listeners that hear of a transition only when its row was written. */
public class StateMachine2<S, E, V extends StateObject<S>> {

    /** One row. */
    public static class Transition<S, E> {
        private final S from;
        private final E event;
        private final S to;

        Transition(S from, E event, S to) {
            this.from = from;
            this.event = event;
            this.to = to;
        }

        public S getCurrentState() {
            return from;
        }

        public E getEvent() {
            return event;
        }

        public S getToState() {
            return to;
        }
    }

    private final Map<List<Object>, Transition<S, E>> table = new LinkedHashMap<>();
    private final List<StateListener<S, E, V>> listeners = new ArrayList<>();

    public void addTransition(S from, E event, S to) {
        table.put(key(from, event), new Transition<>(from, event, to));
    }

    private static List<Object> key(Object from, Object event) {
        List<Object> key = new ArrayList<>();
        key.add(from);
        key.add(event);
        return key;
    }

    public Transition<S, E> getTransition(S from, E event) throws NoTransitionException {
        Transition<S, E> found = table.get(key(from, event));
        if (found == null) {
            throw new NoTransitionException("Unable to transition to a new state from " + from + " via " + event);
        }
        return found;
    }

    public S getNextState(S from, E event) throws NoTransitionException {
        return getTransition(from, event).getToState();
    }

    public boolean registerListener(StateListener<S, E, V> listener) {
        return listeners.add(listener);
    }

    public boolean transitTo(V object, E event, Object data, StateDao<S, E, V> dao) throws NoTransitionException {
        Transition<S, E> row = getTransition(object.getState(), event);
        listeners.forEach(each -> each.preStateTransitionEvent(row.from, event, row.to, object, true, data));
        if (!dao.updateState(row.from, event, row.to, object, data)) {
            return false;
        }
        listeners.forEach(each -> each.postStateTransitionEvent(row, object, true, data));
        return true;
    }
}
