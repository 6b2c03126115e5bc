package org.hostha.server;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.hostha.ha.HAState;
import org.hostha.ha.spi.HAProvider;
import org.hostha.ha.spi.HAStore;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.server.ServerOptions.DatabaseServer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The real server, which kills itself (SIGKILL), or pauses (SIGSTOP), when it comes to a point for the first time in the life
 * of a file: later starts, and other servers with the same file, pass the point.
 */
public final class StoppableServer {

    private static final String SIGNAL = System.getProperty("hostha.test.signal", "KILL");
    private static StopPoint point;
    private static Path mark;

    private StoppableServer() {
    }

    /** @param arguments point, mark file, data directory, inventory, database URL or nothing */
    public static void main(String[] arguments) throws InterruptedException {
        point = StopPoint.valueOf(arguments[0]);
        mark = Path.of(arguments[1]);
        Optional<DatabaseServer> database = arguments.length < 5 ? Optional.empty()
                : Optional.of(new DatabaseServer(arguments[4], "root", Optional.empty()));
        HostHAServer server = HostHAServer.start(ServerOptions.of("127.0.0.1", 0, Path.of(arguments[2]),
                Optional.of(Path.of(arguments[3]))).withDatabase(database), Stops.class);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        System.out.println("ready: " + server.endpoint());
        new CountDownLatch(1).await();
    }

    static void reached(StopPoint here) {
        if (here != point) {
            return;
        }
        try {
            Files.createFile(mark);
            new ProcessBuilder("kill", "-" + SIGNAL, Long.toString(ProcessHandle.current().pid())).start().waitFor();
        } catch (FileAlreadyExistsException e) {
            // An earlier life ended here.
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the points around what the engine stores and does. */
    @Configuration(proxyBeanMethods = false)
    static class Stops {

        @Bean
        static BeanPostProcessor stops() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (bean instanceof HAStore store) {
                        return proxy(HAStore.class, store, Stops::storing);
                    }
                    return name.equals("kvmHAProvider") ? proxy(HAProvider.class, (HAProvider) bean, Stops::acting) : bean;
                }
            };
        }

        private interface Call {
            Object proceed() throws Throwable;
        }

        private interface Interception {
            Object around(Method method, Object[] arguments, Call call) throws Throwable;
        }

        private static <T> Object proxy(Class<T> type, T target, Interception interception) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) ->
                    interception.around(method, arguments, () -> {
                        try {
                            return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        private static Object storing(Method method, Object[] arguments, Call call) throws Throwable {
            switch (method.getName()) {
                case "commit" -> {
                    List<?> commits = (List<?>) arguments[0];
                    around(commits, commit -> commit.arming(), StopPoint.DECIDED_NOT_STORED);
                    around(commits, HAStore.Commit::opensRelease, StopPoint.SEEN_OFF_NOT_STORED);
                    around(commits, StoppableServer.Stops::ends, StopPoint.END_NOT_STORED);
                    Object answer = call.proceed();
                    around(commits, commit -> commit.arming(), StopPoint.ARMED_NOT_SENT);
                    around(commits, HAStore.Commit::opensRelease, StopPoint.FENCED_NOT_RELEASED);
                    around(commits, StoppableServer.Stops::ends, StopPoint.END_STORED);
                    return answer;
                }
                case "release" -> {
                    Object record = call.proceed();
                    reached(StopPoint.RELEASE_READ);
                    return record;
                }
                case "saveRelease" -> {
                    reached(StopPoint.VMS_SETTLED_NOT_SAVED);
                    Object answer = call.proceed();
                    reached(StopPoint.RELEASE_SAVED);
                    return answer;
                }
                default -> {
                    return call.proceed();
                }
            }
        }

        /** The release of a fenced host is closed. */
        private static boolean ends(HAStore.Commit commit) {
            return commit.from().equals(Optional.of(HAState.Fenced)) && commit.next().release().isEmpty()
                    && commit.events().isEmpty();
        }

        private static void around(List<?> commits, Predicate<HAStore.Commit> which, StopPoint stop) {
            if (commits.stream().map(HAStore.Commit.class::cast).anyMatch(which)) {
                reached(stop);
            }
        }

        private static Object acting(Method method, Object[] arguments, Call call) throws Throwable {
            Object answer = call.proceed();
            return switch (method.getName()) {
                case "forceOff" -> ((CompletableFuture<?>) answer).thenApply(done -> {
                    reached(StopPoint.SENT_NOT_HEARD);
                    return done;
                });
                case "readPower" -> ((CompletableFuture<?>) answer).thenApply(reading -> {
                    if ((Boolean) arguments[1] && ((PowerReading) reading).state() == PowerState.Off) {
                        reached(StopPoint.SEEN_OFF_ONCE);
                    }
                    return reading;
                });
                default -> answer;
            };
        }
    }
}
