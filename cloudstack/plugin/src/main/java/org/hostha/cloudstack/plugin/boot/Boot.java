package org.hostha.cloudstack.plugin.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.GenericBeanDefinition;

/** What {@link PluginBoot} and {@link BeanReplacement} do in CloudStack's bean factories. */
final class Boot {

    /** The bean under which the modules below {@code core} find the verdict; without one they leave everything as it is. */
    static final String VERDICT = "hostHaVerdict";

    private static final Log LOG = LogFactory.getLog(Boot.class);

    private Boot() {
    }

    static void core(ConfigurableListableBeanFactory factory, Map<String, String> replacements) {
        Verdict verdict;
        try {
            verdict = decide(factory, replacements);
        } catch (Throwable fault) {
            verdict = Verdict.failed(fault);
        }
        factory.registerSingleton(VERDICT, verdict);
        if (verdict.fits()) {
            LOG.info(verdict);
        } else {
            LOG.warn(verdict);
        }
    }

    private static Verdict decide(ConfigurableListableBeanFactory factory, Map<String, String> classes) {
        List<String> missing = new ArrayList<>(Verdict.on(factory.getBeanClassLoader()).missing());
        Replacements beans = new Replacements(factory, classes);
        if (missing.isEmpty()) {
            missing.addAll(beans.obstacles());
        }
        if (missing.isEmpty()) {
            beans.apply();
        }
        return new Verdict(missing);
    }

    static void below(ConfigurableListableBeanFactory factory, Map<String, String> replacements, Map<String, String> additions,
            Map<String, String> names) {
        if (!factory.getBean(VERDICT, Verdict.class).fits()) {
            return;
        }
        Replacements beans = new Replacements(factory, replacements);
        List<String> obstacles = beans.obstacles();
        if (obstacles.isEmpty()) {
            beans.apply();
        } else {
            LOG.warn("Host HA: " + replacements.keySet() + " stay CloudStack's: this CloudStack lacks " + obstacles.get(0));
        }
        additions.forEach((bean, ours) -> {
            GenericBeanDefinition definition = new GenericBeanDefinition();
            definition.setBeanClassName(ours);
            definition.getPropertyValues().add("name", names.get(bean));
            ((BeanDefinitionRegistry) factory).registerBeanDefinition(bean, definition);
        });
    }
}
