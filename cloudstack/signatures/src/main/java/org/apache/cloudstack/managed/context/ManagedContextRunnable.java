package org.apache.cloudstack.managed.context;

/** Declaration only; see the README of this module. */
public abstract class ManagedContextRunnable implements Runnable {
    public ManagedContextRunnable() { }
    public void run() { }
    protected abstract void runInContext();
}
