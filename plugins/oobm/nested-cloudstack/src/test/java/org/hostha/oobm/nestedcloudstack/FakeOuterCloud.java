package org.hostha.oobm.nestedcloudstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hostha.cloudstack.client.RequestSigner;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.testkit.SimulatedBmc;

/** A CloudStack with one virtual machine on one host: signatures, jobs and states as CloudStack 4.22 has them. */
final class FakeOuterCloud implements SimulatedBmc {

    static final String SECRET = "secret-key-Zx81";
    private static final String API_KEY = "api-key";

    final String vm = UUID.randomUUID().toString();
    final String host = UUID.randomUUID().toString();
    final List<String> urls = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile String state = "Running";
    volatile String hostState = "Up";
    volatile boolean admin = true;
    volatile boolean mayPower = true;
    volatile boolean jobsFail;
    volatile boolean jobsNeverEnd;
    volatile boolean answersNonsense;
    volatile String refusal;
    volatile int unreadableLooks;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> jobs = new ConcurrentHashMap<>();
    private final Map<String, Integer> looks = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private boolean frozen;

    FakeOuterCloud() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/client/api", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    @Override
    public BmcEndpoint endpoint() {
        return new BmcEndpoint("http://127.0.0.1:" + server.getAddress().getPort() + "/client/api", vm, API_KEY,
                Secret.of(SECRET), Optional.empty());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            urls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            awaitThaw();
            Map<String, String> request = new TreeMap<>();
            for (String pair : form.split("&")) {
                String[] parts = pair.split("=", 2);
                request.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            Answer answer = answer(request);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Answer(int status, String body) { }

    private Answer answer(Map<String, String> request) {
        if (!API_KEY.equals(request.get("apiKey"))
                || !RequestSigner.signature(request, SECRET).equals(request.get("signature"))) {
            return error(401, "unable to verify user credentials and/or request signature");
        }
        if (answersNonsense) {
            return new Answer(200, "<html>maintenance</html>");
        }
        String command = request.get("command");
        asked.add(command);
        return switch (command) {
            case "listVirtualMachines" -> ok(command,
                    vm.equals(request.get("id")) ? rows("virtualmachine", machine()) : "{}");
            case "listHosts" -> admin
                    ? ok(command, rows("host", "{\"id\": \"%s\", \"state\": \"%s\"}".formatted(host, hostState)))
                    : error(401, "The given command 'listHosts' either does not exist, is not available for user.");
            case "listCapabilities" -> ok(command, "{\"capability\": {\"cloudstackversion\": \"4.22.0.0\"}}");
            case "listApis" -> mayPower ? ok(command, rows("api", "{\"name\": \"%s\"}".formatted(request.get("name"))))
                    : error(530, "The API name was not found");
            case "queryAsyncJobResult" -> look(request.get("jobid"));
            default -> change(command, request);
        };
    }

    private String machine() {
        boolean hostShown = admin && state.equals("Running");
        return "{\"id\": \"%s\", \"state\": \"%s\"%s}".formatted(vm, state,
                hostShown ? ", \"hostid\": \"" + host + "\"" : "");
    }

    private Answer change(String command, Map<String, String> request) {
        if (!mayPower) {
            return error(401, "The given command '" + command + "' either does not exist, is not available for user.");
        }
        if (refusal != null) {
            return error(431, refusal);
        }
        String job = UUID.randomUUID().toString();
        String forced = request.getOrDefault("forced", "");
        jobs.put(job, () -> carryOut(command));
        looks.put(job, 0);
        commands.add(command + (forced.isEmpty() ? "" : " forced=" + forced));
        return ok(command, "{\"jobid\": \"" + job + "\"}");
    }

    private void carryOut(String command) {
        state = switch (command) {
            case "startVirtualMachine" -> "Running";
            case "stopVirtualMachine" -> "Stopped";
            default -> state;
        };
    }

    private Answer look(String job) {
        int before = looks.merge(job, 1, Integer::sum);
        if (before <= unreadableLooks) {
            return new Answer(503, "<html>busy</html>");
        }
        if (jobsNeverEnd || before == 1) {
            return ok("queryAsyncJobResult", "{\"jobstatus\": 0}");
        }
        if (jobsFail) {
            return ok("queryAsyncJobResult", """
                    {"jobstatus": 2, "jobresultcode": 530,
                     "jobresult": {"errorcode": 530, "errortext": "host is gone"}}""");
        }
        jobs.remove(job).run();
        return ok("queryAsyncJobResult", "{\"jobstatus\": 1, \"jobresultcode\": 0, \"jobresult\": {}}");
    }

    private static String rows(String key, String row) {
        return "{\"count\": 1, \"" + key + "\": [" + row + "]}";
    }

    private static Answer ok(String command, String content) {
        return new Answer(200, "{\"" + command.toLowerCase() + "response\": " + content + "}");
    }

    private static Answer error(int code, String text) {
        return new Answer(code, "{\"errorresponse\": {\"uuidList\": [], \"errorcode\": %d, \"errortext\": \"%s\"}}"
                .formatted(code, text));
    }

    @Override
    public boolean isOn() {
        return state.equals("Running");
    }

    @Override
    public void setOn(boolean on) {
        state = on ? "Running" : "Stopped";
    }

    @Override
    public List<String> commands() {
        return commands;
    }

    @Override
    public synchronized void freeze() {
        frozen = true;
    }

    @Override
    public synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
