package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagement;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.OutOfBandManagementStore;
import org.hostha.oobm.spi.PasswordChanger;
import org.hostha.oobm.spi.PowerReader;
import org.junit.Test;

/**
 * A manager that dies during a password change: before and after each thing that it asks of its store, and before and
 * after the BMC has the new password. Whoever comes after it must be able to log in.
 */
public class PasswordChangeCrashTest {

    private static final Duration WAIT = Duration.ofMinutes(3);
    private static final Resource HOST = new Resource(PartitionType.Host, 300, "uuid-300", "kvm-300", 1, 1, 1);

    private final VirtualTime time = new VirtualTime(1);
    private final EventLoop loop = time.loop();

    @Test
    public void whereverAManagerDiesTheNextOneLogsInAndCanChangeThePasswordAgain() {
        int point = 0;
        boolean finished = false;
        while (!finished) {
            point++;
            MemoryOutOfBandManagementStore store = new MemoryOutOfBandManagementStore(Clock.systemUTC());
            Bmc bmc = new Bmc(Secret.of("old"));
            service(store, bmc).configure(HOST, "scripted", "10.0.0.7", "623", "admin", Secret.of("old"));
            service(store, bmc).turn(HOST.partition(), HOST.name(), true);

            finished = dyingAt(point, store, bmc);
            nextManagerGoesOn(store, bmc, point);
        }
        assertThat(point).as("places to die at").isGreaterThan(10);
    }

    @Test
    public void whereverAManagerDiesThatFoundALeftOverPasswordTheNextOneLogsIn() {
        for (Secret theBmcHas : List.of(Secret.of("old"), Secret.of("left over"))) {
            int point = 0;
            boolean finished = false;
            while (!finished) {
                point++;
                MemoryOutOfBandManagementStore store = new MemoryOutOfBandManagementStore(Clock.systemUTC());
                Bmc bmc = new Bmc(theBmcHas);
                service(store, bmc).configure(HOST, "scripted", "10.0.0.7", "623", "admin", Secret.of("old"));
                service(store, bmc).turn(HOST.partition(), HOST.name(), true);
                store.savePendingPassword(HOST.id(), Secret.of("left over"));

                finished = dyingAt(point, store, bmc);
                nextManagerGoesOn(store, bmc, point);
            }
            assertThat(point).as("places to die at").isGreaterThan(12);
        }
    }

    /** True when the change had ended before that. */
    private boolean dyingAt(int point, OutOfBandManagementStore store, Bmc bmc) {
        Life life = new Life(point);
        OutOfBandManagementService manager = service(life.limit(store), new Bmc(bmc, life));
        CompletableFuture<Void> change = manager.changePassword(HOST, Optional.of(Secret.of("new")));
        time.advance(WAIT);
        assertThat(change).isDone();
        return !change.isCompletedExceptionally();
    }

    private void nextManagerGoesOn(OutOfBandManagementStore store, Bmc bmc, int point) {
        OutOfBandManagementService manager = service(store, bmc);
        CompletableFuture<PowerReading> reading = manager.readPower(HOST, PowerReader.Session.FRESH, WAIT);
        time.advance(WAIT);
        assertThat(reading).as("after death at point " + point).isCompleted();
        assertThat(manager.find(HOST).map(OutOfBandManagement::password)).contains(bmc.password());

        CompletableFuture<Void> change = manager.changePassword(HOST, Optional.of(Secret.of("third")));
        time.advance(WAIT);
        assertThat(change).as("after death at point " + point).isCompleted();
        assertThat(bmc.password()).isEqualTo(Secret.of("third"));
        assertThat(manager.find(HOST).map(OutOfBandManagement::password)).contains(Secret.of("third"));
        assertThat(manager.find(HOST).flatMap(OutOfBandManagement::pendingPassword)).isEmpty();
    }

    private OutOfBandManagementService service(OutOfBandManagementStore store, Bmc driver) {
        return new OutOfBandManagementService(store, List.of(driver), Settings.defaults(), Notifications.none(), loop,
                loop);
    }

    /** A manager's life, up to one of its steps. */
    private static final class Life {
        private final int last;
        private int steps;

        Life(int last) {
            this.last = last;
        }

        void step() {
            if (++steps >= last) {
                throw new IllegalStateException("dead");
            }
        }

        OutOfBandManagementStore limit(OutOfBandManagementStore store) {
            return (OutOfBandManagementStore) Proxy.newProxyInstance(Life.class.getClassLoader(),
                    new Class<?>[] {OutOfBandManagementStore.class}, (proxy, method, arguments) -> {
                        step();
                        try {
                            Object result = method.invoke(store, arguments);
                            step();
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** A BMC and its driver in one, used for as long as somebody lives. */
    private static final class Bmc implements PowerReader, PasswordChanger {
        private final Secret[] password;
        private final Life life;

        Bmc(Secret first) {
            this.password = new Secret[] {first};
            this.life = new Life(Integer.MAX_VALUE);
        }

        Bmc(Bmc same, Life life) {
            this.password = same.password;
            this.life = life;
        }

        Secret password() {
            return password[0];
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public int maxPasswordLength() {
            return 20;
        }

        @Override
        public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
            return answer(bmc, () -> { }).thenApply(done -> new PowerReading(PowerState.On, Optional.empty(), "on"));
        }

        @Override
        public CompletableFuture<Void> changePassword(BmcEndpoint bmc, Secret newPassword, Duration deadline) {
            return answer(bmc, () -> password[0] = newPassword);
        }

        private CompletableFuture<Void> answer(BmcEndpoint bmc, Runnable effect) {
            life.step();
            if (!password[0].equals(bmc.password())) {
                return CompletableFuture.failedFuture(
                        new OutOfBandManagementException(Kind.AUTHENTICATION, bmc + ": refused"));
            }
            effect.run();
            life.step();
            return CompletableFuture.completedFuture(null);
        }
    }
}
