package org.hostha.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.cloudstack.client.SignatureVersion;

/** Clients that list hosts page after page, each request signed anew. */
final class ApiLoad {

    static final int PAGE_SIZE = 500;

    /** What came of it. Latencies are in nanoseconds, from before the signature until the last byte of the answer. */
    record Result(long[] sorted, long wallNanos, long serverCpuNanos, long bytes) {

        double perSecond() {
            return sorted.length * 1e9 / wallNanos;
        }

        double at(double share) {
            return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))] / 1e6;
        }

        double serverCpuMillis() {
            return serverCpuNanos / 1e6 / sorted.length;
        }

        double answerKiB() {
            return bytes / 1024.0 / sorted.length;
        }
    }

    private record Share(List<Long> latencies, long bytes) { }

    private final ServerUnderTest server;
    private final int pages;
    private final RequestSigner signer;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param hosts that the server has */
    ApiLoad(ServerUnderTest server, int hosts) throws IOException {
        this.server = server;
        this.pages = Math.max(1, (hosts + PAGE_SIZE - 1) / PAGE_SIZE);
        this.signer = new RequestSigner(server.key(), SignatureVersion.V3, InstantSource.system());
    }

    /**
     * @param clients at once, each with one request in flight
     * @throws IllegalStateException when an answer is not 200
     */
    Result run(int clients, int warmUpSeconds, int seconds) throws Exception {
        listFor(clients, warmUpSeconds);
        long cpu = server.cpu().toNanos();
        long begun = System.nanoTime();
        List<Share> shares = listFor(clients, seconds);
        long wall = System.nanoTime() - begun;
        long[] sorted = shares.stream().map(Share::latencies).flatMap(List::stream).mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Result(sorted, wall, server.cpu().toNanos() - cpu,
                shares.stream().flatMapToLong(share -> LongStream.of(share.bytes())).sum());
    }

    private List<Share> listFor(int clients, int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<Share>> work = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int first = client;
                work.add(() -> list(first, end));
            }
            List<Share> shares = new ArrayList<>();
            for (Future<Share> share : threads.invokeAll(work)) {
                shares.add(share.get());
            }
            return shares;
        } finally {
            threads.shutdown();
        }
    }

    private Share list(int first, long end) throws IOException, InterruptedException {
        List<Long> latencies = new ArrayList<>();
        long bytes = 0;
        for (int page = first; System.nanoTime() < end; page++) {
            long begun = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(page(page % pages + 1)).build(),
                    BodyHandlers.ofByteArray());
            latencies.add(System.nanoTime() - begun);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("listHosts was answered with " + answer.statusCode());
            }
            bytes += answer.body().length;
        }
        return new Share(latencies, bytes);
    }

    private URI page(int page) {
        Map<String, String> parameters = new HashMap<>(Map.of("command", "listHosts", "response", "json", "page",
                Integer.toString(page), "pagesize", Integer.toString(PAGE_SIZE)));
        return URI.create(server.endpoint() + "?" + RequestSigner.form(signer.sign(parameters)));
    }
}
