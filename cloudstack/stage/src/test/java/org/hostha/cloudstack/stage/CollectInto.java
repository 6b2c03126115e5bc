package org.hostha.cloudstack.stage;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.SmartLifecycle;

/** Collects a module's beans of one type, raw, before they are initialised, and registers them when its context is refreshed. */
public final class CollectInto implements BeanPostProcessor, SmartLifecycle {

    private final List<Object> collected = new ArrayList<>();
    private Registry registry;
    private Class<?> type;
    private boolean running;

    public void setRegistry(Registry registry) {
        this.registry = registry;
    }

    public void setType(Class<?> type) {
        this.type = type;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (type.isInstance(bean)) {
            collected.add(bean);
        }
        return bean;
    }

    @Override
    public void start() {
        collected.forEach(registry::register);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 2000;
    }
}
