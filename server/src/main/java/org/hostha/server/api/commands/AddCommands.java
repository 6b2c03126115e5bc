package org.hostha.server.api.commands;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.Call;
import org.hostha.server.api.Command;
import org.hostha.server.api.Commands;
import org.hostha.server.api.Entity;
import org.hostha.server.api.Parameter;
import org.hostha.server.events.EventLog;
import org.hostha.server.hosts.KvmHostAgents;
import org.hostha.server.inventory.Builder;
import org.hostha.server.inventory.HostInfo;

/** Zones, pods, clusters and hosts, added one by one. */
public final class AddCommands implements Commands.Group {

    private static final Duration DISCOVERY = Duration.ofSeconds(5);
    private static final Set<String> AGENT_SCHEMES = Set.of("http", "ssh");
    private static final Set<String> HYPERVISORS = Set.of("KVM", "Simulator");
    private static final Set<String> NETWORK_TYPES = Set.of("Basic", "Advanced");
    private static final Set<String> CLUSTER_TYPES = Set.of("CloudManaged", "ExternalManaged");
    private static final String DEFAULT_ARCH = "x86_64";

    private static final Parameter<String> NAME = Parameter.text("name", "its name").required();
    private static final Parameter<String> DNS1 = Parameter.text("dns1", "first DNS server").required();
    private static final Parameter<String> DNS2 = Parameter.text("dns2", "second DNS server");
    private static final Parameter<String> INTERNAL_DNS1 =
            Parameter.text("internaldns1", "first internal DNS server").required();
    private static final Parameter<String> INTERNAL_DNS2 = Parameter.text("internaldns2", "second internal DNS server");
    private static final Parameter<String> NETWORK_TYPE =
            Parameter.text("networktype", "Basic or Advanced").required();
    private static final Parameter<String> GUEST_CIDR = Parameter.text("guestcidraddress", "network of guests");
    private static final Parameter<String> DOMAIN_NAME = Parameter.text("domain", "DNS domain of guests").upTo(100);
    private static final Parameter<Boolean> LOCAL_STORAGE =
            Parameter.flag("localstorageenabled", "whether local storage may be used");
    private static final Parameter<Boolean> SECURITY_GROUPS =
            Parameter.flag("securitygroupenabled", "whether security groups are in use");
    private static final Parameter<Boolean> EDGE =
            Parameter.flag("isedge", "whether it is an edge zone").since("4.18.0");
    private static final Parameter<Long> ZONE = Parameter.id("zoneid", Entity.ZONE, "ID of the zone").required();
    private static final Parameter<Long> POD = Parameter.id("podid", Entity.POD, "ID of the pod").required();
    private static final Parameter<String> GATEWAY = Parameter.text("gateway", "gateway of the pod");
    private static final Parameter<String> NETMASK = Parameter.text("netmask", "netmask of the pod");
    private static final Parameter<String> START_IP = Parameter.text("startip", "first address of the pod");
    private static final Parameter<String> END_IP = Parameter.text("endip", "last address of the pod");
    private static final Parameter<String> CLUSTER_NAME = Parameter.text("clustername", "name of the cluster");
    private static final Parameter<String> NEW_CLUSTER = Parameter.text("clustername", "its name").required();
    private static final Parameter<String> HYPERVISOR =
            Parameter.text("hypervisor", "hypervisor of its hosts: KVM or Simulator").required();
    private static final Parameter<String> CLUSTER_TYPE =
            Parameter.text("clustertype", "CloudManaged or ExternalManaged").required();
    private static final Parameter<String> ARCH =
            Parameter.text("arch", "CPU architecture: x86_64 or aarch64").since("4.20.0").upTo(8);
    private static final Parameter<Long> CLUSTER = Parameter.id("clusterid", Entity.CLUSTER, "ID of the cluster");
    private static final Parameter<String> URL =
            Parameter.text("url", "where its agent listens, such as http://10.0.0.1:8250; of a simulated host, http://"
                    + "sim and anything after it").required();
    private static final Parameter<String> OLD_URL = Parameter.text("url", "not used");
    private static final Parameter<String> USERNAME = Parameter.text("username", "not used: agents have no users");
    private static final Parameter<String> PASSWORD = Parameter.text("password", "not used: agents have no users");
    private static final Parameter<List<String>> TAGS = Parameter.list("hosttags", "tags of the host");
    private static final Parameter<String> ALLOCATION =
            Parameter.text("allocationstate", "Enabled, or Disabled to place no VMs on it");

    private final Builder builder;
    private final Places places;
    private final PlaceCommands listed;
    private final HostListing hosts;
    private final KvmHostAgents agents;
    private final EventLog events;

    /** @param listed shows what was added as its lists do */
    public AddCommands(Builder builder, Places places, PlaceCommands listed, HostListing hosts, KvmHostAgents agents,
            EventLog events) {
        this.builder = builder;
        this.places = places;
        this.listed = listed;
        this.hosts = hosts;
        this.agents = agents;
        this.events = events;
    }

    @Override
    public void declare(Commands commands) {
        commands.add(Command.named("createZone").describedAs("Creates a zone").in("admin.zone")
                .takes(NAME, DNS1, DNS2, INTERNAL_DNS1, INTERNAL_DNS2, NETWORK_TYPE, GUEST_CIDR, DOMAIN_NAME,
                        LOCAL_STORAGE, SECURITY_GROUPS, EDGE)
                .returns(PlaceCommands.ZONES, this::zone));

        commands.add(Command.named("createPod").describedAs("Creates a pod").in("admin.pod")
                .takes(ZONE, NAME, GATEWAY, NETMASK, START_IP, END_IP)
                .returns(PlaceCommands.PODS, this::pod));

        commands.add(Command.named("addCluster").describedAs("Adds a cluster").in("admin.cluster")
                .takes(ZONE, POD, NEW_CLUSTER, HYPERVISOR, CLUSTER_TYPE, ARCH, OLD_URL, USERNAME, PASSWORD)
                .listsAll(PlaceCommands.CLUSTERS, this::cluster));

        commands.add(Command.named("addHost").describedAs("Adds a host").in("admin.host")
                .takes(ZONE, POD, URL, HYPERVISOR, CLUSTER, CLUSTER_NAME, USERNAME, PASSWORD, TAGS, ALLOCATION)
                .listsAll(HostView.TYPE, this::host));
    }

    private PlaceCommands.Zone zone(Call call) {
        oneOf("networktype", call.get(NETWORK_TYPE), NETWORK_TYPES);
        Map<String, Object> more = new HashMap<>(Map.of("dns1", call.get(DNS1), "internal_dns1",
                call.get(INTERNAL_DNS1), "networktype", call.get(NETWORK_TYPE)));
        call.optional(DNS2).ifPresent(dns -> more.put("dns2", dns));
        call.optional(INTERNAL_DNS2).ifPresent(dns -> more.put("internal_dns2", dns));
        call.optional(DOMAIN_NAME).ifPresent(domain -> more.put("domain", domain));
        call.optional(GUEST_CIDR).ifPresent(cidr -> more.put("guest_network_cidr", cidr(cidr)));
        more.put("is_local_storage_enabled", call.optional(LOCAL_STORAGE).orElse(false) ? 1 : 0);
        more.put("is_security_group_enabled", call.optional(SECURITY_GROUPS).orElse(false) ? 1 : 0);
        more.put("type", call.optional(EDGE).orElse(false) ? "Edge" : "Core");
        long id = builder.zone(call.get(NAME), more);
        events.completed("ZONE.CREATE", Optional.of(Partition.zone(id)), "Zone " + call.get(NAME) + " created",
                call.caller());
        return listed.zone(id);
    }

    private static String cidr(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
            throw ApiException.invalidValue("guestcidraddress must look like 10.1.1.0/24, not " + text);
        }
        return text;
    }

    private PlaceCommands.Pod pod(Call call) {
        Places.Place zone = places.zone(call.get(ZONE));
        long id = builder.pod(zone.id(), call.get(NAME), new Builder.PodNetwork(call.optional(GATEWAY).orElse(null),
                call.optional(NETMASK).orElse(null), call.optional(START_IP).orElse(null),
                call.optional(END_IP).orElse(null)));
        events.completed("POD.CREATE", Optional.empty(), "Pod " + call.get(NAME) + " created", call.caller());
        return listed.pod(id);
    }

    private List<PlaceCommands.Cluster> cluster(Call call) {
        oneOf("hypervisor", call.get(HYPERVISOR), HYPERVISORS);
        oneOf("clustertype", call.get(CLUSTER_TYPE), CLUSTER_TYPES);
        Places.Place pod = places.pod(call.get(ZONE), call.get(POD));
        long id = builder.cluster(call.get(ZONE), pod.id(), call.get(NEW_CLUSTER), call.get(HYPERVISOR),
                call.get(CLUSTER_TYPE), call.optional(ARCH).orElse(DEFAULT_ARCH));
        return List.of(listed.cluster(id));
    }

    private List<HostView> host(Call call) {
        oneOf("hypervisor", call.get(HYPERVISOR), HYPERVISORS);
        call.optional(ALLOCATION).ifPresent(state -> oneOf("allocationstate", state,
                Set.of("Enabled", "Disabled", "Enable", "Disable")));
        places.pod(call.get(ZONE), call.get(POD));
        boolean enabled = !call.optional(ALLOCATION).orElse("Enabled").startsWith("Disable");
        URI url = url(call.get(URL));
        boolean simulated = call.get(HYPERVISOR).equals("Simulator");
        if (simulated && !url.getAuthority().startsWith("sim")) {
            throw ApiException.invalidValue("the url of a simulated host must begin with http://sim");
        }
        if (!simulated) {
            requireAgent(call, url);
        }
        Builder.NewHost host = new Builder.NewHost(
                simulated ? "SimulatedAgent." + UUID.randomUUID() : url.getHost() + ":" + url.getPort(),
                simulated ? "127.0.0.1" : url.getHost(), simulated ? Optional.empty() : Optional.of(url.toString()),
                call.get(HYPERVISOR), DEFAULT_ARCH, enabled, tags(call.optional(TAGS)));
        return List.of(hosts.one(builder.together(() ->
                builder.host(call.get(ZONE), call.get(POD), clusterOf(call), host))));
    }

    private long clusterOf(Call call) {
        if (call.optional(CLUSTER).isPresent()) {
            return places.cluster(call.get(CLUSTER), call.get(POD), call.get(HYPERVISOR)).id();
        }
        String name = call.optional(CLUSTER_NAME).orElseThrow(
                () -> ApiException.invalidValue("clusterid, or the clustername of a new cluster, must be given"));
        return builder.cluster(call.get(ZONE), call.get(POD), name, call.get(HYPERVISOR), "CloudManaged",
                DEFAULT_ARCH);
    }

    static List<String> tags(Optional<List<String>> given) {
        return given.stream().flatMap(List::stream).map(String::trim).filter(tag -> !tag.isEmpty()).distinct().toList();
    }

    /** @throws ApiException 431 */
    static URI url(String text) {
        try {
            URI uri = URI.create(text);
            if (AGENT_SCHEMES.contains(String.valueOf(uri.getScheme())) && uri.getAuthority() != null
                    && (uri.getHost() != null || uri.getAuthority().startsWith("sim"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Not a URI at all: the same complaint.
        }
        throw ApiException.invalidValue("url must look like ssh://USER@HOST:PORT or http://HOST:PORT, not " + text);
    }

    private void requireAgent(Call call, URI url) {
        Resource future = new Resource(PartitionType.Host, 0, "", url.getHost(), call.get(ZONE), call.get(POD), 0);
        try {
            agents.report(new HostInfo(future, url.getHost(), Optional.of(url), call.get(HYPERVISOR), "Creating"),
                    DISCOVERY).join();
        } catch (CompletionException e) {
            throw ApiException.failed("Unable to add the host: no agent answers at " + url
                    + ". Start it there, or correct the url.");
        }
    }

    private static void oneOf(String parameter, String value, Set<String> known) {
        if (!known.contains(value)) {
            throw ApiException.invalidValue(parameter + " must be one of " + known.stream().sorted().toList()
                    + ", not " + value);
        }
    }
}
