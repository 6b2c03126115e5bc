package org.hostha.cloudstack.plugin.provider;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.Eligibility;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAPolicy;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.TransitionListener;
import org.hostha.oobm.PowerReading;

/** A provider whose hosts' transitions are told to CloudStack. */
final class Announced implements HAProvider, TransitionListener {

    private final HAProvider provider;
    private final SharedStateMachine machine;

    Announced(HAProvider provider, SharedStateMachine machine) {
        this.provider = provider;
        this.machine = machine;
    }

    @Override
    public void walked(Resource resource, Optional<HAState> from, HAEvent event, HAState to, Stored stored) {
        machine.walked(name().toLowerCase(Locale.ROOT), resource, from, event, stored);
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public PartitionType resourceType() {
        return provider.resourceType();
    }

    @Override
    public String resourceSubType() {
        return provider.resourceSubType();
    }

    @Override
    public Eligibility eligibility(Resource resource) {
        return provider.eligibility(resource);
    }

    @Override
    public HAPolicy policy(Resource resource) {
        return provider.policy(resource);
    }

    @Override
    public CompletableFuture<Evidence> checkHealth(Resource resource, Duration deadline) {
        return provider.checkHealth(resource, deadline);
    }

    @Override
    public CompletableFuture<Evidence> checkActivity(Resource resource, Duration deadline) {
        return provider.checkActivity(resource, deadline);
    }

    @Override
    public CompletableFuture<PowerReading> readPower(Resource resource, boolean fresh, Duration deadline) {
        return provider.readPower(resource, fresh, deadline);
    }

    @Override
    public CompletableFuture<String> forceOff(Resource resource, Purpose purpose, Duration deadline) {
        return provider.forceOff(resource, purpose, deadline);
    }

    @Override
    public CompletableFuture<String> powerOn(Resource resource, Purpose purpose, Duration deadline) {
        return provider.powerOn(resource, purpose, deadline);
    }
}
