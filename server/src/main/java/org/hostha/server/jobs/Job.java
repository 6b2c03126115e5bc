package org.hostha.server.jobs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hostha.server.api.Caller;

/**
 * A job as clients see it.
 *
 * @param command CloudStack's class of the command
 * @param result a tree; empty while there is none
 * @param instanceUuid of what it is about, where it tells
 * @param completed null while it runs
 * @param manager that runs it, or ran it
 */
public record Job(String uuid, Caller caller, String command, Status status, int resultCode,
        Optional<Map<String, Object>> result, Optional<String> instanceType, Optional<String> instanceUuid,
        Instant created, Instant completed, Optional<Manager> manager) {

    /** The management server that runs it, or ran it. */
    public record Manager(String uuid, String name) { }

    /** CloudStack's job states; a row and a response hold the number. */
    public enum Status { IN_PROGRESS, SUCCEEDED, FAILED, CANCELLED }
}
