package com.cloud.utils.component;

import java.util.Map;
import javax.naming.ConfigurationException;

/** Declaration only; see the README of this module. */
public interface ComponentLifecycle extends Named {
    String getName();
    void setName(String text);
    void setConfigParams(Map<String, Object> parameters);
    Map<String, Object> getConfigParams();
    int getRunLevel();
    void setRunLevel(int number);
    boolean configure(String name, Map<String, Object> parameters) throws ConfigurationException;
    boolean start();
    boolean stop();
}
