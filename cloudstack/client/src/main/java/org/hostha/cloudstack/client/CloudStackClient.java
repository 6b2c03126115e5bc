package org.hostha.cloudstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls CloudStack commands. Requests are POSTed forms, so neither keys nor signatures nor passwords show up in URLs
 * and access logs. Safe for use by many threads.
 */
public final class CloudStackClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final URI endpoint;
    private final RequestSigner signer;
    private final Duration requestTimeout;
    private final Duration pollInterval;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT).build();

    /**
     * @param endpoint       for instance {@code http://127.0.0.1:8080/client/api}
     * @param requestTimeout how long one HTTP request may take
     * @param pollInterval   the pause between two looks at a running job
     */
    public CloudStackClient(URI endpoint, RequestSigner signer, Duration requestTimeout, Duration pollInterval) {
        this.endpoint = endpoint;
        this.signer = signer;
        this.requestTimeout = requestTimeout;
        this.pollInterval = pollInterval;
    }

    /** A client with signature version 3, 30 seconds for a request, and jobs looked at twice a second. */
    public CloudStackClient(URI endpoint, ApiKey key) {
        this(endpoint, new RequestSigner(key, SignatureVersion.V3, InstantSource.system()),
                Duration.ofSeconds(30), Duration.ofMillis(500));
    }

    /**
     * One request. A command that runs as a job is accepted only: the answer holds its {@code jobid}.
     *
     * @return what is inside the answer's {@code <command>response}
     * @throws ApiErrorException    if CloudStack refuses the command
     * @throws UnreachableException if there is no answer
     */
    public JsonNode call(String command, Map<String, String> parameters) {
        Map<String, String> request = new TreeMap<>(parameters);
        request.put("command", command);
        request.put("response", "json");
        HttpResponse<String> answer = post(command, RequestSigner.form(signer.sign(request)));
        return ApiAnswer.read(command, answer.statusCode(), answer.body());
    }

    /**
     * One command to its end, whether CloudStack answers at once or runs it as a job.
     *
     * @param deadline how long the job may take, measured from its acceptance
     * @return the answer's content, or the job's {@code jobresult}
     * @throws ApiErrorException    if CloudStack refuses the command or the job fails
     * @throws UnreachableException if there is no answer
     * @throws JobTimeoutException  if the job has not ended in time
     */
    public JsonNode run(String command, Map<String, String> parameters, Duration deadline) {
        JsonNode answer = call(command, parameters);
        return answer.has("jobid") ? awaitJob(command, answer.get("jobid").asText(), deadline) : answer;
    }

    /** The rows of a list command. CloudStack leaves the array out when there are none. */
    public List<JsonNode> list(String command, Map<String, String> parameters, String objectKey) {
        List<JsonNode> rows = new ArrayList<>();
        call(command, parameters).path(objectKey).forEach(rows::add);
        return rows;
    }

    private JsonNode awaitJob(String command, String jobId, Duration deadline) {
        long start = System.nanoTime();
        while (true) {
            JsonNode job = call("queryAsyncJobResult", Map.of("jobid", jobId));
            int status = job.path("jobstatus").asInt();
            if (status == 1) {
                return job.path("jobresult");
            }
            if (status != 0) {
                throw failure(command, jobId, job);
            }
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new JobTimeoutException(command, jobId, deadline);
            }
            pause(command);
        }
    }

    private static ApiErrorException failure(String command, String jobId, JsonNode job) {
        JsonNode result = job.path("jobresult");
        return new ApiErrorException(command,
                result.path("errorcode").asInt(job.path("jobresultcode").asInt(530)),
                result.path("cserrorcode").asInt(0),
                result.path("errortext").asText("job " + jobId + " failed or was cancelled without a word"));
    }

    private HttpResponse<String> post(String command, String form) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(requestTimeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UnreachableException(command + ": no answer from " + endpoint + " (" + e + ")", e);
        } catch (InterruptedException e) {
            throw interrupted(command, e);
        }
    }

    private void pause(String command) {
        try {
            Thread.sleep(pollInterval.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(command, e);
        }
    }

    private static UnreachableException interrupted(String command, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new UnreachableException(command + ": interrupted before the answer", cause);
    }
}
