package org.hostha.cloudstack.plugin.api;

import javax.inject.Inject;
import org.apache.cloudstack.api.BaseCmd;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.SuccessResponse;
import org.apache.cloudstack.context.CallContext;

/** A command of ours that answers at once. */
public abstract class AdminCmd extends BaseCmd {

    @Inject
    OperationsSource source;

    protected abstract ResponseObject work(Operations operations);

    @Override
    public void execute() {
        ResponseObject answer = Answers.of(() -> work(source.operations()));
        answer.setResponseName(getCommandName());
        setResponseObject(answer);
    }

    final ResponseObject success() {
        return new SuccessResponse(getCommandName());
    }

    @Override
    public long getEntityOwnerId() {
        return CallContext.current().getCallingAccountId();
    }
}
