package com.cloud.utils.component;

import java.util.List;

/** Declaration only; see the README of this module. */
public interface PluggableService {
    List<Class<?>> getCommands();
}
