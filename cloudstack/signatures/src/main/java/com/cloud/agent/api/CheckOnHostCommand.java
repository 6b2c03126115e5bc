package com.cloud.agent.api;

import com.cloud.host.Host;

/** Declaration only; see the README of this module. */
public class CheckOnHostCommand extends Command {
    public CheckOnHostCommand(Host host) { }
}
