package org.apache.cloudstack.api.response;

import org.apache.cloudstack.api.BaseResponse;

/** Declaration only; see the README of this module. */
public class SuccessResponse extends BaseResponse {
    public SuccessResponse(String text) { }
}
