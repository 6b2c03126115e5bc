package org.hostha.cloudstack.stage;

import org.apache.cloudstack.framework.config.Configurable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Registers a component's settings before it is initialised; a fault ends its context. */
public final class RegisterSettings implements BeanPostProcessor {

    private Settings settings;

    public void setSettings(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof Configurable component) {
            settings.register(component);
        }
        return bean;
    }
}
