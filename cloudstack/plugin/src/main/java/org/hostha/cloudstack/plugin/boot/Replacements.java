package org.hostha.cloudstack.plugin.boot;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.GenericBeanDefinition;

/** Definitions of CloudStack's beans that get a class of ours and keep everything else: their properties, their place. */
final class Replacements {

    private static final String OURS = "org.hostha.";
    private static final List<String> ASKED_EARLY = List.of("getConfigComponentName", "getConfigKeys", "getCommands");

    private final ConfigurableListableBeanFactory factory;
    private final Map<String, String> classes;

    /** @param classes ids of beans, and for each the class that takes its place */
    Replacements(ConfigurableListableBeanFactory factory, Map<String, String> classes) {
        this.factory = factory;
        this.classes = classes;
    }

    /** Why these beans can't be replaced here, one line each. */
    List<String> obstacles() {
        List<String> found = new ArrayList<>();
        classes.forEach((bean, ours) -> {
            if (!factory.containsBeanDefinition(bean)) {
                found.add("bean " + bean);
                return;
            }
            BeanDefinition definition = factory.getBeanDefinition(bean);
            String theirs = definition.getBeanClassName();
            if (theirs == null || !theirs.startsWith("org.apache.cloudstack.") && !theirs.startsWith("com.cloud.")) {
                found.add("a bean " + bean + " of its own (another plugin made it a " + theirs + ")");
                return;
            }
            found.addAll(obstacles(bean, ours, definition));
        });
        return found;
    }

    private List<String> obstacles(String bean, String ours, BeanDefinition definition) {
        List<String> found = new ArrayList<>();
        try {
            Class<?> type = Class.forName(ours, false, factory.getBeanClassLoader());
            for (PropertyValue property : definition.getPropertyValues()) {
                if (!hasSetter(type, property.getName())) {
                    found.add("a bean " + bean + " without the property " + property.getName());
                }
            }
            for (Class<?> next = type; next != null && next.getName().startsWith(OURS); next = next.getSuperclass()) {
                for (Field field : next.getDeclaredFields()) {
                    if (isInjected(field) && !isThere(field.getType())) {
                        found.add("a bean of type " + field.getType().getName() + " beside " + bean);
                    }
                }
            }
            tryOut(type);
        } catch (ClassNotFoundException | LinkageError e) {
            found.add("what our " + ours + " was compiled with (" + e + ")");
        } catch (ReflectiveOperationException e) {
            found.add("what our " + ours + " is made with (" + (e.getCause() == null ? e : e.getCause()) + ")");
        }
        return found;
    }

    /** Makes one and asks it what CloudStack asks before anything is started: a fault then would end CloudStack's context. */
    private static void tryOut(Class<?> type) throws ReflectiveOperationException {
        Object bean = type.getConstructor().newInstance();
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 0 && ASKED_EARLY.contains(method.getName()) && !method.isBridge()) {
                method.invoke(bean);
            }
        }
    }

    private static boolean hasSetter(Class<?> type, String property) {
        String setter = "set" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
        return Arrays.stream(type.getMethods()).map(Method::getName).anyMatch(setter::equals);
    }

    private static boolean isInjected(Field field) {
        return Arrays.stream(field.getAnnotations()).map(Annotation::annotationType).map(Class::getSimpleName)
                .anyMatch(List.of("Inject", "Autowired")::contains);
    }

    private boolean isThere(Class<?> type) {
        return type.getName().startsWith("org.springframework.") || classes.containsValue(type.getName())
                || BeanFactoryUtils.beanNamesForTypeIncludingAncestors(factory, type, true, false).length > 0;
    }

    /** All or none. */
    void apply() {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) factory;
        Map<String, BeanDefinition> replaced = new LinkedHashMap<>();
        try {
            classes.forEach((bean, ours) -> {
                BeanDefinition theirs = factory.getBeanDefinition(bean);
                GenericBeanDefinition definition = new GenericBeanDefinition(theirs);
                definition.setBeanClassName(ours);
                replaced.put(bean, theirs);
                registry.registerBeanDefinition(bean, definition);
            });
        } catch (RuntimeException | LinkageError e) {
            replaced.forEach(registry::registerBeanDefinition);
            throw e;
        }
    }
}
