package org.hostha.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.Futures;
import org.hostha.core.Resource;
import org.hostha.ha.Evidence;
import org.hostha.ha.HAEvent;
import org.hostha.ha.HAState;
import org.hostha.ha.Stored;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.TransitionListener;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.OutOfBandManagementDriver;

/**
 * Puts a clock beside drivers and providers. What it returns has every capability of the original, passes every call on,
 * and times those that answer with a future, by what was asked and how it ended.
 */
public final class Metered {

    private static final Duration[] BUCKETS = List.of(10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
            .stream().map(Duration::ofMillis).toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Transitions transitions;

    public Metered(MeterRegistry registry, Transitions transitions) {
        this.registry = registry;
        this.transitions = transitions;
    }

    public List<OutOfBandManagementDriver> drivers(List<OutOfBandManagementDriver> drivers) {
        return drivers.stream().map(driver -> proxy(driver, OutOfBandManagementDriver.class, Set.of(),
                timed(driver, "hostha.oobm.operation", "driver", driver.name()))).toList();
    }

    /** Providers that hear of transitions still do; of all of them the transitions are counted. */
    public List<HAProvider> providers(List<HAProvider> providers) {
        return providers.stream().map(provider -> {
            InvocationHandler timed = timed(provider, "hostha.ha.operation", "provider", provider.name());
            return proxy(provider, HAProvider.class, Set.of(TransitionListener.class), (self, method, arguments) -> {
                if (method.getDeclaringClass() != TransitionListener.class) {
                    return timed.invoke(self, method, arguments);
                }
                transitions.walked((Resource) arguments[0], from(arguments[1]), (HAEvent) arguments[2],
                        (HAState) arguments[3], (Stored) arguments[4]);
                return provider instanceof TransitionListener ? timed.invoke(self, method, arguments) : null;
            });
        }).toList();
    }

    private static Optional<HAState> from(Object argument) {
        return ((Optional<?>) argument).map(HAState.class::cast);
    }

    private static <T> T proxy(T target, Class<T> type, Set<Class<?>> more, InvocationHandler handler) {
        Set<Class<?>> interfaces = new LinkedHashSet<>(more);
        for (Class<?> c = target.getClass(); c != null; c = c.getSuperclass()) {
            interfaces.addAll(Arrays.asList(c.getInterfaces()));
        }
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), interfaces.toArray(Class<?>[]::new), handler));
    }

    private InvocationHandler timed(Object target, String metric, String tag, String name) {
        return (self, method, arguments) -> {
            if (method.getName().equals("equals") && method.getParameterCount() == 1) {
                return self == arguments[0];
            }
            Timer.Sample sample = Timer.start(registry);
            Object answer;
            try {
                answer = method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (answer instanceof CompletableFuture<?> future) {
                String operation = operation(method, arguments);
                future.whenComplete((value, failure) -> sample.stop(Timer.builder(metric)
                        .description("Operations, by kind and how they ended").tag(tag, name)
                        .tag("operation", operation).tag("outcome", outcome(value, failure))
                        .serviceLevelObjectives(BUCKETS).register(registry)));
            }
            return answer;
        };
    }

    /** The method, and for a power command which one. */
    private static String operation(Method method, Object[] arguments) {
        List<String> words = new ArrayList<>(List.of(method.getName()));
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof PowerOperation operation) {
                words.add(operation.name());
            }
        }
        return String.join(" ", words);
    }

    private static String outcome(Object value, Throwable failure) {
        if (failure != null) {
            Throwable cause = Futures.cause(failure);
            return cause instanceof OutOfBandManagementException typed ? typed.kind().name().toLowerCase(Locale.ROOT)
                    : cause instanceof CancellationException ? "cancelled" : "failed";
        }
        return value instanceof Evidence evidence ? evidence.verdict().name()
                : value instanceof PowerReading reading ? reading.state().name() : "ok";
    }
}
