package org.hostha.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hostha.cloudstack.client.ApiErrorException;
import org.hostha.cloudstack.client.CloudStackClient;

/**
 * The admin at the keyboard: everything the demo changes or learns goes over CloudStack's API. What changes something
 * is printed as the CloudMonkey line that it equals, without its secrets.
 */
public final class Admin {

    private static final Duration JOB_DEADLINE = Duration.ofSeconds(60);
    private static final Set<String> SECRETS = Set.of("password");

    /** A host as the API shows it. */
    public record Host(String id, String name, String haState, String powerState) {
    }

    /** A VM as the API shows it; the host is empty while it has none. */
    public record Vm(String name, String state, String host) {
    }

    /** A recorded decision; the states are equal or empty when only the reason is new. */
    public record Decision(long id, String from, String to, String reason) {
    }

    private final CloudStackClient client;
    private final Terminal terminal;

    public Admin(CloudStackClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    /** Runs a command to its end, and prints it. */
    public JsonNode change(String command, Map<String, String> parameters) {
        terminal.line(Terminal.Style.FAINT, "  " + cmk(command, parameters));
        return client.run(command, parameters, JOB_DEADLINE);
    }

    /** The CloudMonkey line: verb, noun, parameters, passwords masked. */
    static String cmk(String command, Map<String, String> parameters) {
        int noun = 0;
        while (noun < command.length() && Character.isLowerCase(command.charAt(noun))) {
            noun++;
        }
        return "cmk " + command.substring(0, noun) + " " + command.substring(noun).toLowerCase(Locale.ROOT)
                + parameters.entrySet().stream()
                        .map(parameter -> " " + parameter.getKey() + "="
                                + (SECRETS.contains(parameter.getKey()) ? "****" : parameter.getValue()))
                        .collect(Collectors.joining());
    }

    /** Name to host, in the order of the API. */
    public Map<String, Host> hosts() {
        Map<String, Host> hosts = new LinkedHashMap<>();
        for (JsonNode host : client.list("listHosts", Map.of("type", "Routing"), "host")) {
            String name = host.path("name").asText();
            hosts.put(name, new Host(host.path("id").asText(), name, host.at("/hostha/hastate").asText(),
                    host.at("/outofbandmanagement/powerstate").asText()));
        }
        return hosts;
    }

    /** What every list command that needs no parameter answers, by command. */
    public Map<String, String> everyList() {
        Map<String, String> answers = new TreeMap<>();
        for (JsonNode api : client.list("listApis", Map.of(), "api")) {
            String name = api.path("name").asText();
            boolean bare = StreamSupport.stream(api.path("params").spliterator(), false)
                    .noneMatch(parameter -> parameter.path("required").asBoolean());
            if (bare && name.startsWith("list")) {
                answers.put(name, client.call(name, Map.of()).toString());
            }
        }
        return answers;
    }

    /** What a command answers that is refused, as CloudStack's clients would show it. */
    public String refusal(String command, Map<String, String> parameters) {
        try {
            return "not refused: " + client.run(command, parameters, JOB_DEADLINE);
        } catch (ApiErrorException e) {
            return e.getMessage();
        }
    }

    /** Name to VM. */
    public Map<String, Vm> vms() {
        return client.list("listVirtualMachines", Map.of("listall", "true"), "virtualmachine").stream()
                .map(vm -> new Vm(vm.path("name").asText(), vm.path("state").asText(), vm.path("hostname").asText()))
                .collect(Collectors.toMap(Vm::name, vm -> vm, (first, second) -> first, LinkedHashMap::new));
    }

    /** What was decided about a host after the decision with this id, oldest first. */
    public List<Decision> decisions(String hostId, long afterId) {
        Map<String, String> parameters = Map.of("hostid", hostId, "afterid", String.valueOf(afterId));
        return client.list("listHostHADecisions", parameters, "hosthadecision").stream()
                .map(decision -> new Decision(decision.path("id").asLong(), decision.path("fromstate").asText(),
                        decision.path("tostate").asText(), decision.path("reason").asText()))
                .sorted((one, other) -> Long.compare(one.id(), other.id()))
                .toList();
    }

    /** The computed worst case from a failure of the host to Fenced. */
    public Duration timeBudget(String hostId) {
        JsonNode explanation = client.call("explainHostHA", Map.of("hostid", hostId)).path("hosthaexplanation");
        return Duration.ofMillis(Math.round(explanation.path("timebudgetseconds").asDouble() * 1000));
    }
}
