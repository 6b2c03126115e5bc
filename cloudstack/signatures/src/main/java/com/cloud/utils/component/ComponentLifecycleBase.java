package com.cloud.utils.component;

import java.util.Map;
import javax.naming.ConfigurationException;
import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class ComponentLifecycleBase implements ComponentLifecycle {
    protected String _name;
    protected int _runLevel;
    protected Map<String, Object> _configParams;
    public ComponentLifecycleBase() { }
    public String getName() {
        return Signature.value();
    }
    public void setName(String text) { }
    public void setConfigParams(Map<String, Object> parameters) { }
    public Map<String, Object> getConfigParams() {
        return Signature.value();
    }
    public int getRunLevel() {
        return Signature.value();
    }
    public void setRunLevel(int number) { }
    public boolean configure(String name, Map<String, Object> parameters) throws ConfigurationException {
        return Signature.value();
    }
    public boolean start() {
        return Signature.value();
    }
    public boolean stop() {
        return Signature.value();
    }
}
