package org.apache.cloudstack.api;

/** Declaration only; see the README of this module. */
public interface ResponseObject {
    String getResponseName();
    void setResponseName(String text);
    String getObjectName();
    void setObjectName(String text);
    String getObjectId();
    String getJobId();
    void setJobId(String text);
    Integer getJobStatus();
    void setJobStatus(Integer number);
}
