package org.apache.cloudstack.framework.config;

/** Declaration only; see the README of this module. */
public interface Configurable {
    String getConfigComponentName();
    ConfigKey<?>[] getConfigKeys();
}
