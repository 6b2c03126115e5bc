package com.cloud.utils.component;

import java.util.Map;
import javax.naming.ConfigurationException;

/** CloudStack's, as far as the plugin feels it. */
public class ComponentLifecycleBase implements ComponentLifecycle {

    protected String _name;
    protected int _runLevel;
    protected Map<String, Object> _configParams;

    public ComponentLifecycleBase() {
        _name = getClass().getSimpleName();
    }

    @Override
    public String getName() {
        return _name;
    }

    @Override
    public void setName(String name) {
        _name = name;
    }

    @Override
    public void setConfigParams(Map<String, Object> parameters) {
        _configParams = parameters;
    }

    @Override
    public Map<String, Object> getConfigParams() {
        return _configParams;
    }

    @Override
    public int getRunLevel() {
        return _runLevel;
    }

    @Override
    public void setRunLevel(int level) {
        _runLevel = level;
    }

    @Override
    public boolean configure(String name, Map<String, Object> parameters) throws ConfigurationException {
        return true;
    }

    @Override
    public boolean start() {
        return true;
    }

    @Override
    public boolean stop() {
        return true;
    }
}
