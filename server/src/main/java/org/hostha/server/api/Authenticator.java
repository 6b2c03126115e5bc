package org.hostha.server.api;

import java.util.Optional;

/** Finds out who calls. */
public interface Authenticator {

    /**
     * @param command the command that is called, empty when there is none of that name
     * @throws ApiException 401
     */
    Caller authenticate(ApiRequest request, Optional<Command> command);
}
