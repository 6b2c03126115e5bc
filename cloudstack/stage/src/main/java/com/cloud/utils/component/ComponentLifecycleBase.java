package com.cloud.utils.component;

import java.util.HashMap;
import java.util.Map;
import javax.naming.ConfigurationException;

/** CloudStack's. */
public class ComponentLifecycleBase implements ComponentLifecycle {

    protected String _name;
    protected int _runLevel;
    protected Map<String, Object> _configParams = new HashMap<>();

    public ComponentLifecycleBase() {
        _name = getClass().getSimpleName();
        _runLevel = 5;
    }

    @Override
    public String getName() {
        return _name;
    }

    @Override
    public void setName(String text) {
        _name = text;
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
    public void setRunLevel(int number) {
        _runLevel = number;
    }

    @Override
    public boolean configure(String name, Map<String, Object> parameters) throws ConfigurationException {
        _name = name;
        _configParams = parameters;
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
