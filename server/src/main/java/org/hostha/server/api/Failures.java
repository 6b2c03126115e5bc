package org.hostha.server.api;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Futures;
import org.hostha.ha.HAManager;
import org.hostha.oobm.OutOfBandManagementException;
import org.springframework.dao.DataIntegrityViolationException;

/** What a client is told of a failure. Only failures that speak to admins are quoted; all others stay in the log. */
public final class Failures {

    private static final Logger LOG = LogManager.getLogger(Failures.class);

    private Failures() {
    }

    /** The API error for a command's failure. */
    public static ApiException toApi(Command command, Throwable failure) {
        Throwable cause = Futures.cause(failure);
        if (cause instanceof ApiException api) {
            return api;
        }
        if (cause instanceof HAManager.UnknownProviderException || cause instanceof HAManager.RefusedException
                || cause instanceof OutOfBandManagementException) {
            return ApiException.failed(cause.getMessage());
        }
        if (cause instanceof HAManager.NotConfiguredException || cause instanceof IllegalArgumentException) {
            return ApiException.invalidValue(cause.getMessage());
        }
        if (cause instanceof DataIntegrityViolationException) {
            LOG.warn("{}: {}", command.name(), cause.getMessage());
            return ApiException.invalidValue("A value has characters, or a length, that can't be stored");
        }
        LOG.error("{} failed", command.name(), cause);
        return ApiException.internal();
    }
}
