package org.hostha.cloudstack.stage;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.AbstractXmlApplicationContext;
import org.springframework.core.io.Resource;

/** The Spring context of one module; a later definition of a bean replaces an earlier one. */
final class ModuleContext extends AbstractXmlApplicationContext {

    private final Resource[] files;

    ModuleContext(String name, ApplicationContext parent, ClassLoader loader, Resource[] files) {
        super(parent);
        this.files = files;
        setDisplayName(name);
        setClassLoader(loader);
        setAllowBeanDefinitionOverriding(true);
    }

    @Override
    protected Resource[] getConfigResources() {
        return files;
    }
}
