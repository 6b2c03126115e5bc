package com.cloud.utils.fsm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** CloudStack's, as far as the plugin feels it. */
public class StateMachine2<S, E, V extends StateObject<S>> {

    /** An edge. */
    public record Transition<S, E>(S getCurrentState, S getToState, E getEvent) { }

    private record Key(Object from, Object event) { }

    private final Map<Key, Transition<S, E>> edges = new HashMap<>();
    private final List<StateListener<S, E, V>> listeners = new CopyOnWriteArrayList<>();

    public void addTransition(S from, E event, S to) {
        edges.put(new Key(from, event), new Transition<>(from, to, event));
    }

    public boolean registerListener(StateListener<S, E, V> listener) {
        return listeners.add(listener);
    }

    public S getNextState(S from, E event) throws NoTransitionException {
        return edge(from, event).getToState();
    }

    private Transition<S, E> edge(S from, E event) throws NoTransitionException {
        return Optional.ofNullable(edges.get(new Key(from, event)))
                .orElseThrow(() -> new NoTransitionException("no " + event + " from " + from));
    }

    public boolean transitTo(V object, E event, Object data, StateDao<S, E, V> dao) throws NoTransitionException {
        S from = object.getState();
        Transition<S, E> edge = edge(from, event);
        listeners.forEach(one -> one.preStateTransitionEvent(from, event, edge.getToState(), object, true, data));
        boolean stored = dao.updateState(from, event, edge.getToState(), object, data);
        if (stored) {
            listeners.forEach(one -> one.postStateTransitionEvent(edge, object, true, data));
        }
        return stored;
    }
}
