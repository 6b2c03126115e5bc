package org.hostha.cloudstack.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What modules further down have to offer, in a list that lives on in module core. */
public final class Registry {

    private final List<Object> registered = new ArrayList<>();

    /** The list itself, growing while modules load. */
    public List<Object> getRegistered() {
        return Collections.unmodifiableList(registered);
    }

    void register(Object bean) {
        if (registered.contains(bean)) {
            throw new IllegalStateException("registered already: " + bean);
        }
        registered.add(bean);
    }
}
