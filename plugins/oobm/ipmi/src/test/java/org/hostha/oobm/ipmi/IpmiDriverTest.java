package org.hostha.oobm.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.Assume.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.bmc.FakeBmc;
import org.hostha.testkit.bmc.FakeBmcHost;
import org.junit.After;
import org.junit.Test;

/** The driver over real UDP, on bad days. */
public class IpmiDriverTest {

    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final IpmiDriver driver = new IpmiDriver(IpmiOptions.defaults()
            .withRetransmission(Duration.ofMillis(50), 12));
    private final FakeBmcHost host = new FakeBmcHost();

    @After
    public void close() {
        driver.close();
        host.close();
    }

    @Test
    public void lossDelayReorderingDuplicatesAndGarbageNeverMakeAWrongReading() throws Exception {
        List<FakeBmc> bmcs = bmcs(20);
        // Each request for a session that arrives twice takes a slot, and this is not about slots.
        bmcs.forEach(bmc -> bmc.faults().loss(0.1).duplication(0.2).garbage(0.2)
                .delay(Duration.ZERO, Duration.ofMillis(20)).sessionSlots(1000));
        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<PowerReading>> readings = new ArrayList<>();
            for (int i = 0; i < bmcs.size(); i++) {
                bmcs.get(i).setOn((i + round) % 2 == 0);
                readings.add(driver.readPower(bmcs.get(i).endpoint(), round % 3 == 0 ? Session.FRESH : Session.ANY,
                        PLENTY));
            }
            for (int i = 0; i < bmcs.size(); i++) {
                assertThat(readings.get(i).get(70, TimeUnit.SECONDS).state())
                        .isEqualTo((i + round) % 2 == 0 ? PowerState.On : PowerState.Off);
            }
        }
    }

    @Test
    public void aCycleNeverHappensTwiceForOneCall() throws Exception {
        List<FakeBmc> bmcs = bmcs(30);
        bmcs.forEach(bmc -> bmc.faults().loss(0.3).duplication(0.3));
        List<CompletableFuture<String>> calls = new ArrayList<>();
        bmcs.forEach(bmc -> calls.add(driver.changePower(bmc.endpoint(), PowerOperation.CYCLE, PLENTY)));
        for (int i = 0; i < calls.size(); i++) {
            boolean accepted = calls.get(i).handle((done, failure) -> failure == null).get(70, TimeUnit.SECONDS);
            assertThat(bmcs.get(i).orders()).hasSizeLessThanOrEqualTo(1);
            assertThat(!accepted || bmcs.get(i).orders().size() == 1).isTrue();
        }
    }

    @Test
    public void aNameIsLookedUp() throws Exception {
        FakeBmc bmc = bmcs(1).get(0);
        assertThat(driver.readPower(at("localhost", Integer.toString(bmc.port())), Session.ANY, PLENTY).get().state())
                .isEqualTo(PowerState.On);
    }

    @Test
    public void aBmcIsReachedByIpv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        assumeTrue("there is IPv6 on loopback", NetworkInterface.getByInetAddress(loopback) != null);
        try (FakeBmcHost ipv6 = new FakeBmcHost(loopback)) {
            FakeBmc bmc = ipv6.add(0, 6);
            for (String address : List.of("::1", "0:0:0:0:0:0:0:1", "[::1]")) {
                assertThat(driver.readPower(at(address, Integer.toString(bmc.port())), Session.ANY, PLENTY).get().state())
                        .isEqualTo(PowerState.On);
            }
        }
    }

    @Test
    public void aNameThatNobodyKnowsIsUnreachable() {
        assertFails(driver.readPower(at("no-such-bmc.invalid", "623"), Session.ANY, PLENTY), Kind.UNREACHABLE,
                "resolved");
    }

    @Test
    public void aPortThatIsNoneIsUnreachable() {
        assertFails(driver.readPower(at("127.0.0.1", "ipmi"), Session.ANY, PLENTY), Kind.UNREACHABLE, "not a UDP port");
    }

    @Test
    public void statusIsNoChangeOfPower() {
        assertFails(driver.changePower(at("127.0.0.1", "623"), PowerOperation.STATUS, PLENTY), Kind.UNSUPPORTED,
                "STATUS");
    }

    @Test
    public void aClosedDriverRefusesCalls() {
        driver.close();
        assertFails(driver.readPower(at("127.0.0.1", "623"), Session.ANY, PLENTY), Kind.UNREACHABLE, "closed");
    }

    @Test
    public void closingTheDriverClosesItsSessions() throws Exception {
        List<FakeBmc> bmcs = bmcs(5);
        for (FakeBmc bmc : bmcs) {
            driver.readPower(bmc.endpoint(), Session.ANY, PLENTY).get();
        }
        driver.close();
        for (int i = 0; i < 1000 && bmcs.stream().anyMatch(bmc -> bmc.openSessions() > 0); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(bmcs).allMatch(bmc -> bmc.openSessions() == 0);
    }

    private List<FakeBmc> bmcs(int count) {
        List<FakeBmc> bmcs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bmcs.add(host.add(0, i));
        }
        return bmcs;
    }

    private static BmcEndpoint at(String address, String port) {
        return new BmcEndpoint(address, port, "admin", Secret.of("s3cret-word"), Optional.empty());
    }

    private static void assertFails(CompletableFuture<?> call, Kind kind, String saying) {
        assertThatThrownBy(() -> call.get(70, TimeUnit.SECONDS)).cause()
                .isInstanceOfSatisfying(OutOfBandManagementException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(saying);
    }
}
