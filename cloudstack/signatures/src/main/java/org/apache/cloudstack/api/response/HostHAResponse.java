package org.apache.cloudstack.api.response;

import org.apache.cloudstack.api.BaseResponse;
import org.apache.cloudstack.ha.HAConfig;

/** Declaration only; see the README of this module. */
public final class HostHAResponse extends BaseResponse {
    public HostHAResponse(HAConfig haConfig) { }
    public void setId(String text) { }
    public void setStatus(Boolean flag) { }
}
