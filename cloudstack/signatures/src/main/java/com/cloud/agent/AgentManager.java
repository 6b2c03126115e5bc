package com.cloud.agent;

import com.cloud.agent.api.Answer;
import com.cloud.agent.api.Command;
import com.cloud.exception.AgentUnavailableException;
import com.cloud.exception.OperationTimedoutException;
import com.cloud.host.Status;

/** Declaration only; see the README of this module. */
public interface AgentManager {
    Answer send(Long number, Command command) throws AgentUnavailableException, OperationTimedoutException;
    void disconnectWithoutInvestigation(long id, Status.Event event);
}
