package org.hostha.testkit.example;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Futures;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerChanger;
import org.hostha.oobm.spi.PowerReader;

/** Hosts that hang on a switched power strip with an HTTP interface, one strip for each host. */
public final class PlugDriver implements PowerReader, PowerChanger {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
        return "plug";
    }

    @Override
    public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
        return Futures.then(ask(bmc, "GET", "/outlet", deadline), answer -> CompletableFuture.completedFuture(
                new PowerReading(state(bmc, answer), Optional.empty(), "outlet: " + answer)));
    }

    private static PowerState state(BmcEndpoint bmc, String answer) {
        if (bmc.systemGuid().isPresent()) {
            return PowerState.Unknown;
        }
        return switch (answer) {
            case "on" -> PowerState.On;
            case "off" -> PowerState.Off;
            default -> PowerState.Unknown;
        };
    }

    @Override
    public CompletableFuture<String> changePower(BmcEndpoint bmc, PowerOperation operation, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        String path = switch (operation) {
            case ON -> "/outlet/on";
            case OFF -> "/outlet/off";
            case CYCLE -> "/outlet/cycle";
            case RESET, SOFT, STATUS -> null;
        };
        if (path == null) {
            return failed(Kind.UNSUPPORTED, bmc, "a plug can't do " + operation);
        }
        if (bmc.systemGuid().isPresent()) {
            return failed(Kind.WRONG_SYSTEM, bmc, "a plug knows no system GUID, but one is recorded");
        }
        return Futures.then(readPower(bmc, Session.FRESH, deadline),
                reading -> ask(bmc, "POST", path, Duration.ofNanos(end - System.nanoTime())));
    }

    private CompletableFuture<String> ask(BmcEndpoint bmc, String method, String path, Duration deadline) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(HttpRequest.newBuilder()
                .uri(URI.create("http://" + bmc + path))
                .header("Authorization", "Basic " + credentials(bmc))
                .method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                boolean refused = Futures.cause(failure) instanceof ConnectException;
                answer.completeExceptionally(refused ? failure(Kind.UNREACHABLE, bmc, "nothing listens there")
                        : failure(Kind.PROTOCOL, bmc, "this is not how a plug answers"));
            } else if (response.statusCode() == 401) {
                answer.completeExceptionally(failure(Kind.AUTHENTICATION, bmc, "the user name or password is wrong"));
            } else if (response.statusCode() != 200) {
                answer.completeExceptionally(failure(Kind.REJECTED, bmc, "status " + response.statusCode()));
            } else {
                answer.complete(response.body().strip());
            }
        });
        CompletableFuture.delayedExecutor(deadline.toNanos(), TimeUnit.NANOSECONDS).execute(() ->
                answer.completeExceptionally(failure(Kind.TIMEOUT, bmc, "no answer within the deadline")));
        underWay.add(answer);
        answer.whenComplete((text, failure) -> {
            exchange.cancel(true);
            underWay.remove(answer);
        });
        return answer;
    }

    @Override
    public void close() {
        underWay.forEach(answer -> answer.completeExceptionally(
                new OutOfBandManagementException(Kind.TIMEOUT, "the driver was closed before the answer")));
    }

    private static String credentials(BmcEndpoint bmc) {
        return Base64.getEncoder().encodeToString((bmc.username() + ":" + bmc.password().revealText()).getBytes(
                StandardCharsets.UTF_8));
    }

    private static OutOfBandManagementException failure(Kind kind, BmcEndpoint bmc, String what) {
        return new OutOfBandManagementException(kind, bmc + ": " + what);
    }

    private static <T> CompletableFuture<T> failed(Kind kind, BmcEndpoint bmc, String what) {
        return CompletableFuture.failedFuture(failure(kind, bmc, what));
    }
}
