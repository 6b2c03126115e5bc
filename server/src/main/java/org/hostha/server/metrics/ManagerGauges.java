package org.hostha.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.function.Supplier;
import org.hostha.core.Bulkhead;
import org.hostha.ha.HAEngine;
import org.hostha.oobm.PowerStateSync;
import org.hostha.server.events.EventLog;

/** What this management server has to do and how it copes. */
public final class ManagerGauges {

    private final MeterRegistry registry;

    public ManagerGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Binds all of it to the registry. */
    @SuppressWarnings("resource")
    public void bind(HAEngine engine, PowerStateSync sync, EventLog events) {
        engine.loads().keySet().forEach(kind -> load(kind, () -> engine.loads().get(kind)));
        load("power sync", () -> sync.status().load());
        load("power sync of silent BMCs", () -> sync.status().silentLoad());
        gauge("hostha.manager.held", "1 while this manager holds back everything destructive: hold-off after its start,"
                + " no majority, no database", () -> engine.holds().isEmpty() ? 0 : 1);
        gauge("hostha.power.state.oldest.seconds", "How long ago the power was read of the host that has waited longest",
                () -> sync.status().oldest().toMillis() / 1000.0);
        gauge("hostha.power.state.overdue.seconds", "How long the reading is overdue that waits longest for its turn",
                () -> sync.status().overdue().toMillis() / 1000.0);
        gauge("hostha.bmcs.watched", "BMCs whose power is read in the background", () -> sync.status().hosts());
        gauge("hostha.bmcs.silent", "Of them, whose last reading failed", () -> sync.status().silent());
        FunctionCounter.builder("hostha.events.dropped", events, EventLog::dropped)
                .description("Events and alerts that found no room in the log's queue, or could not be stored")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private void load(String kind, Supplier<Bulkhead.Load> load) {
        Gauge.builder("hostha.operations.running", load, now -> now.get().running())
                .description("Operations under way").tag("kind", kind).register(registry);
        Gauge.builder("hostha.operations.waiting", load, now -> now.get().pending())
                .description("Operations that wait for their turn").tag("kind", kind).register(registry);
        FunctionCounter.builder("hostha.operations.shed", load, now -> now.get().shed())
                .description("Operations that found no room").tag("kind", kind).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}
