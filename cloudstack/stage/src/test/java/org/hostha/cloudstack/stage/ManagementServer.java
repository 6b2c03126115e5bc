package org.hostha.cloudstack.stage;

import com.cloud.utils.component.ComponentLifecycle;
import com.cloud.utils.component.PluggableService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.cloudstack.api.APICommand;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.cloudstack.plugin.fake.FakeCloudStack;
import org.springframework.beans.BeansException;
import org.springframework.context.ApplicationContext;

/**
 * A CloudStack management server in small: finds modules on its class path, gives each a Spring context below its parent's, configures
 * components and registers extensions while they load, then starts them. What lies in its class loader is one flat class path, as on a
 * real one. Its methods speak of JDK types alone, for a caller from another class loader.
 */
public final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(ManagementServer.class);

    private final ClassLoader loader = ManagementServer.class.getClassLoader();
    private final Map<String, ModuleContext> contexts = new LinkedHashMap<>();
    private final LogLines log = new LogLines();
    private FakeCloudStack cloud;

    /** Puts managers over a database into module core, for the plugin's beans. */
    public void employ() {
        cloud = new FakeCloudStack();
        cloud.hurry();
    }

    /** First column of what is in the database. */
    public List<String> query(String sql) {
        return cloud.database.texts(sql);
    }

    /** Changes the database. */
    public void update(String sql) {
        cloud.database.update(sql);
    }

    /** Null without {@link #employ()}. */
    FakeCloudStack cloud() {
        return cloud;
    }

    /**
     * Loads all modules and starts their components; a module that can't be loaded is logged, and those below it are tried.
     *
     * @throws IOException when modules can't be told apart
     */
    public void start() throws IOException {
        Thread.currentThread().setContextClassLoader(loader);
        load(Module.tree(loader), null);
        for (Map.Entry<String, ModuleContext> module : contexts.entrySet()) {
            for (ComponentLifecycle component : ConfigureComponents.components(module.getValue().getBeanFactory())) {
                try {
                    component.start();
                } catch (RuntimeException e) {
                    LOG.error("start of {} in {}", component.getName(), module.getKey(), e);
                }
            }
        }
    }

    private void load(Module module, ApplicationContext parent) throws IOException {
        ModuleContext context = new ModuleContext(module.name, parent, loader, module.files(loader));
        if (module.name.equals("core") && cloud != null) {
            context.addBeanFactoryPostProcessor(new Managers(cloud));
        }
        ApplicationContext next = parent;
        try {
            context.refresh();
            contexts.put(module.name, context);
            next = context;
        } catch (BeansException | IllegalStateException e) {
            LOG.warn("module {} is not loaded", module.name, e);
        }
        for (Module child : module.children.values()) {
            load(child, next);
        }
    }

    /** The modules that are loaded, in the order of their loading. */
    public List<String> modules() {
        return List.copyOf(contexts.keySet());
    }

    /** A bean of one module; its class is of this server's class loader. */
    public Object bean(String module, String id) {
        return contexts.get(module).getBean(id);
    }

    /** The names of the classes that a registry of module core has got, with their components' names. */
    public Map<String, String> registered(String registry) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Object each : ((Registry) bean("core", registry)).getRegistered()) {
            found.put(each.getClass().getName(), ((ComponentLifecycle) each).getName());
        }
        return found;
    }

    /** Keys of settings, and the components that have registered them. */
    public Map<String, String> settings() {
        return ((Settings) bean("bootstrap", "settings")).components();
    }

    /**
     * The commands that the API would have from those who offer some: each is made, as for a call.
     *
     * @return their names, by class
     */
    public Map<String, String> commands() throws ReflectiveOperationException {
        Map<String, String> found = new LinkedHashMap<>();
        for (Object each : ((Registry) bean("core", "apiCommandsRegistry")).getRegistered()) {
            for (Class<?> command : ((PluggableService) each).getCommands()) {
                command.getConstructor().newInstance();
                APICommand declared = command.getAnnotation(APICommand.class);
                found.put(command.getName(), declared == null ? "" : declared.name());
            }
        }
        return found;
    }

    /** What was logged, INFO or worse: level, logger, text, exception. */
    public List<String> log() {
        return log.lines();
    }

    @Override
    public void close() {
        List<ModuleContext> backwards = new ArrayList<>(contexts.values());
        Collections.reverse(backwards);
        for (ModuleContext context : backwards) {
            ConfigureComponents.components(context.getBeanFactory()).forEach(ComponentLifecycle::stop);
            context.close();
        }
        if (cloud != null) {
            cloud.close();
        }
    }
}
