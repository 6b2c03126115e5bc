package org.hostha.cloudstack.client;

import java.time.Duration;

/** The job was accepted and has not ended in time; it may still end either way. */
public final class JobTimeoutException extends CloudStackException {

    private final String jobId;

    JobTimeoutException(String command, String jobId, Duration deadline) {
        super(command + ": job " + jobId + " has not ended within " + deadline.toMillis() + " ms", null);
        this.jobId = jobId;
    }

    /** The id to ask {@code queryAsyncJobResult} for later. */
    public String jobId() {
        return jobId;
    }
}
