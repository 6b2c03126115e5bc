package org.hostha.cloudstack.stage;

import org.hostha.cloudstack.plugin.fake.FakeCloudStack;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Registers a fake CloudStack's managers under the names that CloudStack has for its own. */
record Managers(FakeCloudStack cloud) implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        factory.registerSingleton("clusteredAgentManagerImpl", cloud.agents);
        factory.registerSingleton("highAvailabilityManagerExtImpl", cloud.vmHA);
        factory.registerSingleton("resourceManagerImpl", cloud.resources);
        factory.registerSingleton("alertManagerImpl", cloud.alertManager);
        factory.registerSingleton("clusterManagerImpl", cloud.cluster);
        factory.registerSingleton("hostDaoImpl", cloud.hosts);
        factory.registerSingleton("volumeDaoImpl", cloud.volumes);
        factory.registerSingleton("primaryDataStoreDaoImpl", cloud.pools);
    }
}
