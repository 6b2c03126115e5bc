package org.hostha.cloudstack.plugin.provider;

import com.cloud.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.apache.cloudstack.ha.HAResource;
import org.hostha.cloudstack.plugin.kvm.KVMHAProvider;
import org.hostha.cloudstack.plugin.threads.ForeignCalls;
import org.hostha.ha.spi.HAProvider;
import org.hostha.oobm.OutOfBandManagementService;

/** The providers that CloudStack has registered, as our engine needs them. */
public final class Providers {

    private final LongFunction<Host> hosts;
    private final OutOfBandManagementService power;
    private final Executor blocking;
    private final ForeignCalls calls;
    private final SharedStateMachine machine;

    /**
     * @param hosts CloudStack's object for a host; may wait for the database
     * @param blocking runs what waits for the store
     */
    public Providers(LongFunction<Host> hosts, OutOfBandManagementService power, Executor blocking, ForeignCalls calls,
            SharedStateMachine machine) {
        this.hosts = hosts;
        this.power = power;
        this.blocking = blocking;
        this.calls = calls;
        this.machine = machine;
    }

    /** @param kvm what stands behind our own provider's bean */
    public List<HAProvider> of(List<org.apache.cloudstack.ha.provider.HAProvider<HAResource>> registered, HAProvider kvm) {
        List<HAProvider> all = new ArrayList<>();
        for (org.apache.cloudstack.ha.provider.HAProvider<?> one : registered) {
            if (one instanceof KVMHAProvider ours) {
                ours.standFor(kvm);
                all.add(new Announced(kvm, machine));
            } else if (one.resourceType() == HAResource.ResourceType.Host) {
                all.add(new Announced(foreign(one), machine));
            }
        }
        return all;
    }

    /** Only hosts reach it, and a provider of hosts takes any. */
    @SuppressWarnings("unchecked")
    private HAProvider foreign(org.apache.cloudstack.ha.provider.HAProvider<?> provider) {
        boolean simulated = provider.getClass().getSimpleName().equals(ReportedPower.PROVIDER);
        return new ForeignHAProvider((org.apache.cloudstack.ha.provider.HAProvider<HAResource>) provider, hosts,
                simulated ? new ReportedPower() : new ReadPower(power, blocking), calls);
    }
}
