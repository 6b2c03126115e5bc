package org.hostha.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.EventLoop;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.core.Secret;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.OutOfBandManagementService;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.PowerStateSync;
import org.hostha.oobm.spi.PowerReader;
import org.junit.Before;
import org.junit.Test;

public class PowerStateSyncTest {

    private static final int HOSTS = 200;

    private final VirtualTime time = new VirtualTime(7);
    private final EventLoop loop = time.loop();
    private final MemoryOutOfBandManagementStore store = new MemoryOutOfBandManagementStore(Clock.systemUTC());
    private final Readings driver = new Readings();
    private final List<Alert> alerts = new ArrayList<>();
    private final OutOfBandManagementService service = new OutOfBandManagementService(store, List.of(driver),
            Settings.defaults(), new Notifications() {
                @Override
                public void publish(Event event) {
                    // Only alerts matter here.
                }

                @Override
                public void send(Alert alert) {
                    alerts.add(alert);
                }
            }, loop, loop);
    private final PowerStateSync sync = new PowerStateSync(service, id -> Optional.of(host(id)), Settings.defaults(),
            loop, loop, new Random(7));

    private static Resource host(long id) {
        return new Resource(PartitionType.Host, id, "uuid-" + id, "kvm-" + id, 1, 1, 1);
    }

    @Before
    public void configured() {
        for (long id = 1; id <= HOSTS; id++) {
            store.configure(id, "readings", "bmc-" + id, "623", "admin", Secret.of("x"));
            store.turnSwitch(Partition.host(id), true);
        }
    }

    private PowerState stored(long id) {
        return store.find(id).orElseThrow().powerState().orElseThrow();
    }

    @Test
    public void everyHostIsReadAndProven() {
        sync.start();
        time.advance(Duration.ofMinutes(2));

        assertThat(store.all()).allSatisfy(row -> {
            assertThat(row.powerState()).contains(PowerState.On);
            assertThat(row.proven()).isPresent();
        });
        assertThat(sync.status().hosts()).isEqualTo(HOSTS);
        assertThat(sync.status().silent()).isZero();
        assertThat(sync.status().oldest()).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    public void aLookThatCouldNotBeginIsMadeAgain() {
        AtomicInteger looks = new AtomicInteger();
        PowerStateSync starving = new PowerStateSync(service, id -> Optional.of(host(id)), Settings.defaults(), loop, task -> {
            if (looks.incrementAndGet() == 2) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            loop.execute(task);
        }, new Random(7));
        starving.start();
        time.advance(Duration.ofSeconds(8));
        store.configure(HOSTS + 1, "readings", "bmc-late", "623", "admin", Secret.of("x"));
        store.turnSwitch(Partition.host(HOSTS + 1), true);
        time.advance(Duration.ofMinutes(1));

        assertThat(starving.status().hosts()).isEqualTo(HOSTS + 1);
    }

    @Test
    public void readingsAreSpreadOverTime() {
        sync.start();
        time.advance(Duration.ofMinutes(10));
        assertThat(driver.mostAtOneTime()).isLessThan(HOSTS / 2);
    }

    @Test
    public void aSilentBmcIsAskedLessAndLessAndCostsTheOthersNothing() {
        sync.start();
        time.advance(Duration.ofMinutes(5));
        driver.silent.add("bmc-1");
        driver.calls.clear();
        time.advance(Duration.ofMinutes(60));

        assertThat(stored(1)).isEqualTo(PowerState.Unknown);
        assertThat(driver.calls.get("bmc-1")).isBetween(5, 20);
        assertThat(driver.calls.get("bmc-2")).isBetween(90, 150);
        assertThat(sync.status().silent()).isEqualTo(1);
        assertThat(sync.status().oldest()).isGreaterThan(Duration.ofMinutes(55));

        driver.silent.clear();
        time.advance(Duration.ofMinutes(15));
        assertThat(stored(1)).isEqualTo(PowerState.On);
        assertThat(sync.status().silent()).isZero();
    }

    @Test
    public void whatTheBmcSaysThatWasConfiguredBeforeIsNotTakenForTheOneNow() {
        sync.start();
        time.advance(Duration.ofMinutes(2));
        driver.silent.add("bmc-1");
        driver.calls.clear();
        while (driver.calls.getOrDefault("bmc-1", 0) < 2) {
            time.advance(Duration.ofSeconds(1));
        }
        store.configure(1, "readings", "bmc-1-new", "623", "admin", Secret.of("x"));
        store.savePowerState(1, PowerState.On);

        for (int second = 0; second < 60; second++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(stored(1)).as("after %d s", second).isEqualTo(PowerState.On);
        }
        assertThat(driver.calls.get("bmc-1-new")).isPositive();
    }

    @Test
    public void theProofThatAHostCouldBeFencedIsRenewed() {
        sync.start();
        time.advance(Duration.ofMinutes(2));
        assertThat(driver.fresh).hasSize(HOSTS);

        driver.fresh.clear();
        time.advance(Duration.ofHours(7));
        assertThat(driver.fresh).hasSize(HOSTS).allSatisfy((bmc, proofs) -> assertThat(proofs).isBetween(1, 2));
    }

    @Test
    public void aBmcConfiguredAnewIsProvenAtOnceHoweverLongTheOneBeforeWasSilent() {
        sync.start();
        time.advance(Duration.ofMinutes(2));
        driver.silent.add("bmc-1");
        time.advance(Duration.ofMinutes(60));
        for (String password : List.of("x", "corrected")) {
            store.configure(1, "readings", "bmc-1-new", "623", "admin", Secret.of(password));
            store.configure(2, "readings", "bmc-2", "623", "admin", Secret.of(password));
            time.advance(Duration.ofSeconds(20));
            assertThat(store.all()).allSatisfy(row -> assertThat(row.proven()).isPresent());
        }
    }

    @Test
    public void aHostThatCanNoLongerBeFencedIsAlertedOnceUntilItCanBeAgain() {
        sync.start();
        time.advance(Duration.ofMinutes(5));
        for (int trouble = 1; trouble <= 2; trouble++) {
            driver.silent.add("bmc-1");
            time.advance(Duration.ofMinutes(60));
            assertThat(alerts).hasSize(trouble).allSatisfy(
                    alert -> assertThat(alert.subject()).isEqualTo(host(1) + " could not be fenced now"));
            driver.silent.clear();
            time.advance(Duration.ofMinutes(15));
        }
    }

    @Test
    public void hostsOfAClusterThatIsSwitchedOffAreDisabledAndLeftAlone() {
        sync.start();
        time.advance(Duration.ofMinutes(2));
        store.turnSwitch(Partition.cluster(1), false);
        time.advance(Duration.ofMinutes(2));
        driver.calls.clear();
        time.advance(Duration.ofMinutes(5));

        assertThat(driver.calls).isEmpty();
        assertThat(stored(1)).isEqualTo(PowerState.Disabled);
    }

    @Test
    public void allBmcsSilentAtOnceOccupyNoMoreThanThePoolOfThePromptAndThatOfTheSlow() {
        for (long id = 1; id <= HOSTS; id++) {
            driver.silent.add("bmc-" + id);
            store.saveProof(store.find(id).orElseThrow(), Optional.empty());
        }
        sync.start();
        time.advance(Duration.ofMinutes(10));
        assertThat(driver.mostUnderWay).isBetween(51, 100);
    }

    @Test
    public void halfOfAllBmcsFallingSilentAtOnceDelaysTheOthersByLittle() {
        for (long id = HOSTS + 1; id <= 1000; id++) {
            store.configure(id, "readings", "bmc-" + id, "623", "admin", Secret.of("x"));
            store.turnSwitch(Partition.host(id), true);
        }
        sync.start();
        time.advance(Duration.ofMinutes(2));
        for (long id = 1; id <= 500; id++) {
            driver.silent.add("bmc-" + id);
        }
        Duration most = Duration.ZERO;
        for (int second = 0; second < 300; second++) {
            time.advance(Duration.ofSeconds(1));
            Duration overdue = sync.status().overdue();
            most = overdue.compareTo(most) > 0 ? overdue : most;
        }
        assertThat(most).isLessThan(Duration.ofSeconds(45));
        assertThat(sync.status().silent()).isEqualTo(500);
    }

    @Test
    public void aBmcThatTakesSecondsIsReadAllTheSameAndNeverCalledUnknown() {
        driver.lasting = Duration.ofSeconds(5);
        sync.start();
        time.advance(Duration.ofMinutes(10));

        assertThat(stored(1)).isEqualTo(PowerState.On);
        assertThat(sync.status().silent()).isZero();
        assertThat(alerts).isEmpty();
    }

    @Test
    public void aHostWhoseBmcIsSharedIsReadAsOftenAsAnyOther() {
        store.configure(2, "readings", "bmc-1", "623", "admin", Secret.of("x"));
        sync.start();
        time.advance(Duration.ofMinutes(5));
        driver.calls.clear();
        time.advance(Duration.ofMinutes(60));

        assertThat(driver.calls.get("bmc-1")).isBetween(180, 330);
        assertThat(alerts).extracting(Alert::subject)
                .containsExactlyInAnyOrder(host(1) + " could not be fenced now", host(2) + " could not be fenced now");
    }

    /** On, at once or after a while; or nothing at all. */
    private final class Readings implements PowerReader {

        private final Map<String, Integer> calls = new HashMap<>();
        private final Map<String, Integer> fresh = new HashMap<>();
        private final Map<Long, Integer> byTime = new HashMap<>();
        private final Set<String> silent = new TreeSet<>();
        private Duration lasting = Duration.ZERO;
        private int underWay;
        private int mostUnderWay;

        @Override
        public String name() {
            return "readings";
        }

        @Override
        public CompletableFuture<PowerReading> readPower(BmcEndpoint bmc, Session session, Duration deadline) {
            calls.merge(bmc.address(), 1, Integer::sum);
            if (session == Session.FRESH) {
                fresh.merge(bmc.address(), 1, Integer::sum);
            }
            byTime.merge(time.now().nanos(), 1, Integer::sum);
            CompletableFuture<PowerReading> reading = new CompletableFuture<>();
            if (silent.contains(bmc.address())) {
                mostUnderWay = Math.max(mostUnderWay, ++underWay);
                reading.whenComplete((value, failure) -> underWay--);
                loop.schedule(deadline, () -> reading.completeExceptionally(
                        new OutOfBandManagementException(Kind.TIMEOUT, bmc + ": silent")));
            } else if (lasting.isZero()) {
                reading.complete(new PowerReading(PowerState.On, Optional.empty(), "on"));
            } else {
                loop.schedule(lasting, () -> reading.complete(new PowerReading(PowerState.On, Optional.empty(), "on")));
            }
            return reading;
        }

        int mostAtOneTime() {
            return byTime.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }
}
