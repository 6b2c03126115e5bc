package org.hostha.cloudstack.stage;

import com.cloud.utils.component.ComponentLifecycle;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.naming.ConfigurationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/** Configures a module's components by run level when its context is refreshed, after the registries; a fault ends that context. */
public final class ConfigureComponents implements SmartLifecycle, BeanFactoryAware {

    private ListableBeanFactory factory;
    private boolean running;

    @Override
    public void setBeanFactory(BeanFactory factory) {
        this.factory = (ListableBeanFactory) factory;
    }

    /** Those that the module's files define. */
    static List<ComponentLifecycle> components(ListableBeanFactory factory) {
        return factory.getBeansOfType(ComponentLifecycle.class).entrySet().stream()
                .filter(bean -> factory.containsBeanDefinition(bean.getKey())).map(Map.Entry::getValue)
                .sorted(Comparator.comparingInt(ComponentLifecycle::getRunLevel)).toList();
    }

    @Override
    public void start() {
        for (ComponentLifecycle component : components(factory)) {
            try {
                if (!component.configure(component.getName(), component.getConfigParams())) {
                    throw new IllegalStateException(component.getName() + " can't be configured");
                }
            } catch (ConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }
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
        return 2001;
    }
}
