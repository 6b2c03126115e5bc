package org.hostha.cloudstack.plugin.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.cloudstack.api.BaseListCmd;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ListResponse;

/** A command of ours that lists, page by page. */
public abstract class AdminListCmd extends BaseListCmd {

    @Inject
    OperationsSource source;

    /** All rows, of which the page is cut. */
    protected abstract List<? extends ResponseObject> work(Operations operations);

    @Override
    public void execute() {
        List<? extends ResponseObject> all = Answers.of(() -> work(source.operations()));
        ListResponse<? extends ResponseObject> answer = page(all);
        answer.setResponseName(getCommandName());
        setResponseObject(answer);
    }

    private <T extends ResponseObject> ListResponse<T> page(List<T> all) {
        int start = (int) Math.min(all.size(), Optional.ofNullable(getStartIndex()).orElse(0L));
        long size = Optional.ofNullable(getPageSizeVal()).filter(wanted -> wanted > 0).orElse((long) all.size());
        return Answers.list(all.subList(start, (int) Math.min(all.size(), start + size)), all.size());
    }

    final Optional<String> keyword() {
        return Optional.ofNullable(getKeyword()).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
