package org.hostha.cloudstack.plugin.boot;

import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Replaces and adds beans in a module below {@code core}, when the {@link Verdict} was a good one; otherwise does nothing. A bean that
 * can't be replaced stays CloudStack's: our manager works with its drivers and providers as with anybody's. Compiled like
 * {@link PluginBoot}.
 */
public final class BeanReplacement implements BeanFactoryPostProcessor {

    private Map<String, String> replacements = Map.of();
    private Map<String, String> additions = Map.of();
    private Map<String, String> names = Map.of();

    /** Ids of beans of this module, and for each the class of ours that takes its place. */
    public void setReplacements(Map<String, String> replacements) {
        this.replacements = replacements;
    }

    /** Ids of beans that are added to this module, and their classes. */
    public void setAdditions(Map<String, String> additions) {
        this.additions = additions;
    }

    /** Ids of added beans, and the names under which CloudStack registers them. */
    public void setNames(Map<String, String> names) {
        this.names = names;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        try {
            if (factory.containsBean(Boot.VERDICT)) {
                Boot.below(factory, replacements, additions, names);
            }
        } catch (Throwable fault) {
            PluginBoot.report("Host HA: " + replacements.keySet() + additions.keySet() + " not ours: " + fault, fault);
        }
    }
}
