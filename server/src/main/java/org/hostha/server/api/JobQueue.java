package org.hostha.server.api;

import java.util.Optional;

/** Runs asynchronous commands. */
public interface JobQueue {

    /**
     * Stores a job for the call and begins it when its turn comes.
     *
     * @param chosenId the UUID that the client wants the job to have
     * @return the job's UUID
     * @throws ApiException 431 when the chosen id is no UUID or in use, 530 when too many jobs wait
     */
    String submit(Call call, Optional<String> chosenId);
}
