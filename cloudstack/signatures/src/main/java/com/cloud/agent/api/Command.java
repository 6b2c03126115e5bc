package com.cloud.agent.api;

/** Declaration only; see the README of this module. */
public abstract class Command {
    protected Command() { }
    public void setWait(int number) { }
}
