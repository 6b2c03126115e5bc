package com.cloud.agent.api;

/** Declaration only; see the README of this module. */
public class CheckHealthCommand extends Command {
    public CheckHealthCommand() { }
}
