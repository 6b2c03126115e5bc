package org.hostha.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.hostha.ha.HAEngine;
import org.hostha.oobm.PowerStateSync;
import org.hostha.server.db.Database;
import org.hostha.server.events.EventLog;
import org.hostha.server.health.Health;
import org.hostha.server.metrics.CloudGauges;
import org.hostha.server.metrics.ManagerGauges;
import org.hostha.server.metrics.Metered;
import org.hostha.server.metrics.Scrape;
import org.hostha.server.metrics.Transitions;
import org.hostha.server.settings.DatabaseSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How others see that the server does well: metrics and health. */
@Configuration(proxyBeanMethods = false)
class MonitoringConfiguration {

    /** Of the process: what they tell is in process_cpu_usage, and promtool frowns at their names. */
    private static final List<String> NO_GOOD_NAMES = List.of("process.cpu.time", "system.cpu.count");

    @Bean
    PrometheusMeterRegistry meterRegistry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        NO_GOOD_NAMES.forEach(name -> registry.config().meterFilter(MeterFilter.denyNameStartsWith(name)));
        return registry;
    }

    @Bean
    Metered metered(MeterRegistry registry) {
        return new Metered(registry, new Transitions(registry, System::nanoTime));
    }

    @Bean
    Scrape scrape(PrometheusMeterRegistry registry, Database database, Clock clock, DatabaseSettings settings,
            HAEngine engine, PowerStateSync sync, EventLog events) {
        new ManagerGauges(registry).bind(engine, sync, events);
        return new Scrape(registry, new CloudGauges(database, clock, registry), settings);
    }

    @Bean
    Health health(Database database, HAEngine engine, ExecutorService blocking) {
        Map<String, Supplier<Optional<String>>> checks = new LinkedHashMap<>();
        checks.put("database", () -> {
            database.jdbc().sql("SELECT COUNT(*) FROM hostha_lock").query(Long.class).single();
            return Optional.empty();
        });
        checks.put("engine", () -> engine.holds().isEmpty() ? Optional.empty()
                : Optional.of("holds back everything destructive: " + String.join("; ", engine.holds())));
        return new Health(checks, blocking);
    }
}
