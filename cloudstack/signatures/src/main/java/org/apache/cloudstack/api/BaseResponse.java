package org.apache.cloudstack.api;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public abstract class BaseResponse implements ResponseObject {
    protected String jobId;
    public BaseResponse() { }
    public BaseResponse(String text) { }
    public final String getResponseName() {
        return Signature.value();
    }
    public final void setResponseName(String text) { }
    public final String getObjectName() {
        return Signature.value();
    }
    public final void setObjectName(String text) { }
    public String getObjectId() {
        return Signature.value();
    }
    public String getJobId() {
        return Signature.value();
    }
    public void setJobId(String text) { }
    public Integer getJobStatus() {
        return Signature.value();
    }
    public void setJobStatus(Integer number) { }
}
