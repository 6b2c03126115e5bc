package org.hostha.cloudstack.stage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/** A directory {@code META-INF/cloudstack/NAME} with a {@code module.properties}, and the modules whose parent it is. */
final class Module {

    private static final String ROOT = "META-INF/cloudstack/";

    final String name;
    final Map<String, Module> children = new TreeMap<>();
    private Module parent;

    private Module(String name) {
        this.name = name;
    }

    /** @return the module {@code bootstrap}, and below it all that hang on it; others are nobody's */
    static Module tree(ClassLoader loader) throws IOException {
        Map<String, Module> modules = new TreeMap<>();
        Map<String, String> parents = new TreeMap<>();
        for (Resource file : resolver(loader).getResources("classpath*:" + ROOT + "*/module.properties")) {
            Properties properties = new Properties();
            try (InputStream in = file.getInputStream()) {
                properties.load(in);
            }
            String name = properties.getProperty("name");
            if (modules.put(name, new Module(name)) != null) {
                throw new IOException("two modules are called " + name);
            }
            if (!file.getURL().toString().endsWith("/" + name + "/module.properties")) {
                throw new IOException(file + " has the name " + name);
            }
            if (properties.getProperty("parent") != null) {
                parents.put(name, properties.getProperty("parent"));
            }
        }
        parents.forEach((child, parent) -> {
            if (modules.containsKey(parent)) {
                modules.get(parent).children.put(child, modules.get(child));
                modules.get(child).parent = modules.get(parent);
            }
        });
        return modules.get("bootstrap");
    }

    /** In CloudStack's order: its own, the inheritable ones from itself up, the overrides. */
    Resource[] files(ClassLoader loader) throws IOException {
        List<Resource> files = new ArrayList<>(find(loader, name, "*context.xml"));
        for (Module module = this; module != null; module = module.parent) {
            files.addAll(find(loader, module.name, "*context-inheritable.xml"));
        }
        files.addAll(find(loader, name, "*context-override.xml"));
        return files.toArray(new Resource[0]);
    }

    private static List<Resource> find(ClassLoader loader, String module, String pattern) throws IOException {
        return List.of(resolver(loader).getResources("classpath*:" + ROOT + module + "/" + pattern));
    }

    private static ResourcePatternResolver resolver(ClassLoader loader) {
        return new PathMatchingResourcePatternResolver(loader);
    }
}
