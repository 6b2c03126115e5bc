package org.apache.cloudstack.api.response;

import java.util.List;
import org.apache.cloudstack.api.BaseResponse;
import org.apache.cloudstack.api.ResponseObject;

/** Declaration only; see the README of this module. */
public class ListResponse<T extends ResponseObject> extends BaseResponse {
    public ListResponse() { }
    public void setResponses(List<T> responses) { }
    public void setResponses(List<T> responses, Integer count) { }
}
