package org.hostha.cloudstack.plugin.api;

import javax.inject.Inject;
import org.apache.cloudstack.api.BaseAsyncCmd;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.context.CallContext;

/** A command of ours that takes its time: a job. */
public abstract class AdminJobCmd extends BaseAsyncCmd {

    @Inject
    OperationsSource source;

    protected abstract ResponseObject work(Operations operations);

    @Override
    public void execute() {
        ResponseObject answer = Answers.of(() -> work(source.operations()));
        answer.setResponseName(getCommandName());
        setResponseObject(answer);
    }

    @Override
    public long getEntityOwnerId() {
        return CallContext.current().getCallingAccountId();
    }
}
