package org.hostha.cloudstack.plugin.boot;

import java.util.Map;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The way in, in module {@code core}: has the {@link Verdict} given, and when it is a good one CloudStack's beans replaced before any is
 * made. Whatever goes wrong here, CloudStack's own beans stay and its management server starts. Compiled for Java 11 and linked to
 * Spring alone, so that a CloudStack older than all else in this jar can load it.
 */
public final class PluginBoot implements BeanFactoryPostProcessor {

    private Map<String, String> replacements = Map.of();

    /** Ids of beans of this module, and for each the class of ours that takes its place. */
    public void setReplacements(Map<String, String> replacements) {
        this.replacements = replacements;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        try {
            Boot.core(factory, replacements);
        } catch (Throwable fault) {
            report("Host HA: the plugin stays out, CloudStack's own HA and out-of-band management work on: " + fault, fault);
        }
    }

    static void report(String line, Throwable fault) {
        try {
            LogFactory.getLog(PluginBoot.class).warn(line, fault);
        } catch (Throwable noLog) {
            System.err.println(line);
        }
    }
}
