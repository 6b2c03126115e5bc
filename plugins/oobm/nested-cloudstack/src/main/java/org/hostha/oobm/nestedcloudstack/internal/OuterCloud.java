package org.hostha.oobm.nestedcloudstack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.hostha.cloudstack.client.ApiErrorException;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.cloudstack.client.UnreachableException;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.spi.BlockingCalls.Turn;

/** The outer cloud within one call: its commands, and its failures in out-of-band management's kinds. */
final class OuterCloud {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /** In CloudStack's text for a command that the user's role doesn't have; the status is 401 as for a wrong key. */
    private static final String NOT_ALLOWED = "is not available for user";

    /** The outer cloud's final word on a command that it had accepted. */
    static final class JobFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JobFailedException(String message) {
            super(message);
        }
    }

    private final String name;
    private final CloudStackClient client;
    private final Turn turn;

    OuterCloud(String name, CloudStackClient client, Turn turn) {
        this.name = name;
        this.client = client;
        this.turn = turn;
    }

    /** One request. */
    JsonNode call(String command, Map<String, String> parameters) {
        return typed(() -> client.call(command, parameters));
    }

    List<JsonNode> list(String command, Map<String, String> parameters, String objectKey) {
        return typed(() -> client.list(command, parameters, objectKey));
    }

    /**
     * One command to its end; for a job, until the call's own deadline.
     *
     * @throws JobFailedException if the outer cloud accepted the command and then failed
     */
    void run(String command, Map<String, String> parameters) {
        String job = call(command, parameters).path("jobid").asText("");
        while (!job.isEmpty()) {
            Optional<JsonNode> found = look(job);
            int status = found.map(node -> node.path("jobstatus").asInt()).orElse(0);
            if (status == 1) {
                return;
            }
            if (status != 0) {
                throw new JobFailedException(command + ": " + found.get().path("jobresult").path("errortext")
                        .asText("its job failed or was cancelled"));
            }
            turn.pause(BETWEEN_LOOKS);
        }
    }

    /** A look that fails tells nothing of the job: the next one may succeed. */
    private Optional<JsonNode> look(String job) {
        try {
            return Optional.of(call("queryAsyncJobResult", Map.of("jobid", job)));
        } catch (OutOfBandManagementException e) {
            turn.throwIfEnded();
            return Optional.empty();
        }
    }

    OutOfBandManagementException failure(Kind kind, String message) {
        return new OutOfBandManagementException(kind, name + ": " + message);
    }

    private <T> T typed(Supplier<T> request) {
        turn.throwIfEnded();
        try {
            return request.get();
        } catch (ApiErrorException e) {
            throw failure(kind(e), e.getMessage());
        } catch (UnreachableException e) {
            turn.throwIfEnded();
            throw new OutOfBandManagementException(kind(e.getCause()), name + ": " + e.getMessage(), e);
        }
    }

    /** CloudStack's own refusals are 4xx and from 530 on; other statuses come from whatever stands in its place. */
    private static Kind kind(ApiErrorException e) {
        if (e.errorCode() == 401) {
            return e.errorText().contains(NOT_ALLOWED) ? Kind.REJECTED : Kind.AUTHENTICATION;
        }
        return e.errorCode() >= 530 || e.errorCode() >= 400 && e.errorCode() < 500 ? Kind.REJECTED : Kind.PROTOCOL;
    }

    private static Kind kind(Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException) {
            return Kind.UNREACHABLE;
        }
        return cause instanceof HttpTimeoutException ? Kind.TIMEOUT : Kind.PROTOCOL;
    }
}
