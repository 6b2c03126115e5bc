package org.hostha.oobm.nestedcloudstack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;

/**
 * What Stopped is worth. CloudStack marks a virtual machine Stopped after a forced stop even when its host could not
 * be reached, and doesn't show any more on which host that was. So the host is remembered while the machine runs, and
 * Stopped counts as Off when that host is Up, for then its agent has done the stopping.
 */
final class OuterHosts {

    private static final int MOST = 10_000;

    private final Map<String, String> lastHost = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** The power of a virtual machine as found. */
    PowerReading reading(OuterCloud cloud, BmcEndpoint bmc, VirtualMachine vm) {
        Optional<String> other = vm.otherThanRecorded(bmc);
        if (other.isPresent()) {
            return unknown(vm, other.get());
        }
        remember(bmc, vm);
        return switch (vm.state()) {
            case "Running" -> new PowerReading(PowerState.On, Optional.of(vm.id()), "the outer cloud says Running");
            case "Stopped" -> stopped(cloud, bmc, vm);
            default -> unknown(vm, "the outer cloud says " + vm.state());
        };
    }

    synchronized void remember(BmcEndpoint bmc, VirtualMachine vm) {
        vm.hostId().ifPresent(host -> lastHost.put(key(bmc, vm), host));
    }

    private PowerReading stopped(OuterCloud cloud, BmcEndpoint bmc, VirtualMachine vm) {
        Optional<String> host = lastHost(bmc, vm);
        if (host.isEmpty()) {
            return off(vm, "the outer cloud says Stopped; it is taken at its word, because the key doesn't show the "
                    + "outer host");
        }
        Optional<List<JsonNode>> found = hosts(cloud, host.get());
        if (found.isEmpty()) {
            return off(vm, "the outer cloud says Stopped; it is taken at its word, because the key may not list hosts");
        }
        String state = found.get().stream().findFirst().map(row -> row.path("state").asText("")).orElse("gone");
        return state.equals("Up") ? off(vm, "the outer cloud says Stopped, and its host is Up")
                : unknown(vm, "the outer cloud says Stopped, but the outer host that ran it is " + state
                        + ": after a forced stop it may run there still");
    }

    private static Optional<List<JsonNode>> hosts(OuterCloud cloud, String id) {
        try {
            return Optional.of(cloud.list("listHosts", Map.of("id", id), "host"));
        } catch (OutOfBandManagementException e) {
            if (e.kind() == Kind.REJECTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private synchronized Optional<String> lastHost(BmcEndpoint bmc, VirtualMachine vm) {
        return vm.hostId().or(() -> Optional.ofNullable(lastHost.get(key(bmc, vm))));
    }

    private static String key(BmcEndpoint bmc, VirtualMachine vm) {
        return bmc.address() + " " + vm.id();
    }

    private static PowerReading off(VirtualMachine vm, String detail) {
        return new PowerReading(PowerState.Off, Optional.of(vm.id()), detail);
    }

    private static PowerReading unknown(VirtualMachine vm, String detail) {
        return new PowerReading(PowerState.Unknown, Optional.of(vm.id()), detail);
    }
}
