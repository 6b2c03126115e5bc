package org.apache.cloudstack.api.response;

import java.util.List;
import org.apache.cloudstack.api.BaseResponse;
import org.apache.cloudstack.api.ResponseObject;

/** CloudStack's, as far as the plugin feels it. */
public class ListResponse<T extends ResponseObject> extends BaseResponse {

    private transient List<T> responses = List.of();
    private transient Integer count;

    public ListResponse() {
    }

    public void setResponses(List<T> rows) {
        setResponses(rows, rows.size());
    }

    public void setResponses(List<T> rows, Integer all) {
        responses = rows;
        count = all;
    }

    public List<T> getResponses() {
        return responses;
    }

    public Integer getCount() {
        return count;
    }
}
