package org.hostha.oobm.ipmi.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.hostha.core.EventLoop;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.ipmi.IpmiOptions;
import org.hostha.oobm.ipmi.internal.session.Crypto;
import org.hostha.oobm.ipmi.internal.session.Login;
import org.hostha.testkit.VirtualTime;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.After;
import org.junit.Test;

/** What the driver asks of a BMC and when, in virtual time. */
public class BmcsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 623);
    private static final Login ADMIN = login("admin", "s3cret-word");
    private static final Login OPERATOR = login("operator", "oper4tor-pass");
    private static final Login READER = login("reader", "read3r-pass");

    private final FakeBmc bmc = FakeBmc.start();
    private final VirtualTime time = new VirtualTime(1);
    private final EventLoop loop = time.loop();
    private final Wire wire = new Wire(loop);
    private Bmcs bmcs = bmcs(IpmiOptions.defaults());

    {
        wire.peer(this::answer);
    }

    private Bmcs bmcs(IpmiOptions options) {
        Bmcs made = new Bmcs(loop, wire, options, new Crypto(new SecureRandom()));
        wire.connect(made);
        return made;
    }

    private List<byte[]> answer(byte[] datagram) {
        return bmc.answer(datagram).map(List::of).orElse(List.of());
    }

    @After
    public void close() {
        bmc.close();
    }

    @Test
    public void onCostsOneDatagramInAKeptSession() {
        assertThat(done(read(ADMIN, false)).state()).isEqualTo(PowerState.On);
        int before = wire.sent().size();
        assertThat(done(read(ADMIN, false)).state()).isEqualTo(PowerState.On);
        assertThat(wire.sent()).hasSize(before + 1);
    }

    @Test
    public void offIsNotBelievedInAKeptSessionBeforeTheBmcHasSaidThatItIsReady() {
        done(read(ADMIN, false));
        bmc.setOn(false);
        int before = wire.sent().size();
        assertThat(done(read(ADMIN, false)).state()).isEqualTo(PowerState.Off);
        assertThat(wire.sent()).hasSize(before + 3);

        bmc.faults().initialising(true);
        assertThat(done(read(ADMIN, false)).state()).isEqualTo(PowerState.Unknown);
    }

    @Test
    public void aFreshReadingOpensANewSessionAndClosesTheOld() {
        for (int i = 0; i < 5; i++) {
            bmc.setOn(i % 2 == 0);
            assertThat(done(read(ADMIN, true)).state()).isEqualTo(i % 2 == 0 ? PowerState.On : PowerState.Off);
            assertThat(bmc.openSessions()).isEqualTo(1);
        }
    }

    @Test
    public void anIdleSessionIsClosedAndLeavesNothing() {
        done(read(ADMIN, false));
        assertThat(bmcs.size()).isEqualTo(1);
        time.advance(Duration.ofSeconds(46));
        assertThat(bmc.openSessions()).isZero();
        assertThat(bmcs.size()).isZero();
    }

    @Test
    public void aSessionThatTheBmcForgotIsOpenedAgain() {
        done(read(ADMIN, false));
        bmc.faults().forgetSessions();
        assertThat(done(read(ADMIN, false)).state()).isEqualTo(PowerState.On);
        bmc.faults().forgetSessions();
        done(change(ADMIN, PowerOperation.OFF));
        assertThat(bmc.orders()).containsExactly(PowerOperation.OFF);
    }

    @Test
    public void fiveFailuresHaveFiveAnswers() {
        Set<String> messages = new HashSet<>();
        messages.add(failure(read(login("admin", "wrong"), false), Kind.AUTHENTICATION, "wrong"));
        messages.add(failure(read(login("nobody", "s3cret-word"), false), Kind.AUTHENTICATION, "does not know"));
        messages.add(failure(change(READER, PowerOperation.OFF), Kind.REJECTED, "raise the user's privilege"));
        bmc.faults().sessionSlots(0);
        messages.add(failure(read(ADMIN, false), Kind.REJECTED, "no free session slot"));
        bmc.faults().silent(true);
        messages.add(failure(read(ADMIN, false), Kind.UNREACHABLE, "nothing answers"));
        assertThat(messages).hasSize(5).allMatch(message -> message.startsWith("the-bmc: "))
                .noneMatch(message -> message.contains("s3cret-word") || message.contains("read3r-pass"));
    }

    @Test
    public void silenceIsGivenUpAfterElevenAndAHalfSeconds() {
        bmc.faults().silent(true);
        CompletableFuture<PowerReading> call = read(ADMIN, false);
        time.advance(Duration.ofMillis(11_400));
        assertThat(call).isNotDone();
        assertThat(wire.sent()).hasSize(5);
        time.advance(Duration.ofMillis(200));
        assertThat(call).isCompletedExceptionally();
        assertThat(bmcs.size()).isZero();
    }

    @Test
    public void nothingIsSentAfterTheDeadline() {
        bmc.faults().silent(true);
        CompletableFuture<PowerReading> call = begin(Scripts.readPower(ADMIN, Optional.empty(), true),
                Duration.ofMillis(600));
        time.advance(Duration.ofMillis(600));
        failure(call, Kind.TIMEOUT, "nothing was heard");
        int sent = wire.sent().size();
        time.advance(MINUTE);
        assertThat(wire.sent()).hasSize(sent);
    }

    @Test
    public void nothingIsSentAfterCancel() {
        bmc.faults().silent(true);
        CompletableFuture<PowerReading> call = read(ADMIN, false);
        time.advance(Duration.ofMillis(100));
        call.cancel(true);
        time.advance(MINUTE);
        assertThat(wire.sent()).hasSize(1);
        assertThat(bmcs.size()).isZero();
    }

    @Test
    public void aCallThatIsGivenUpInTheMiddleLeavesNoSessionOpen() {
        CompletableFuture<BmcIdentity> call = begin(Scripts.identify(ADMIN), MINUTE);
        untilLoggedIn(call);
        call.cancel(true);
        time.advance(Duration.ofSeconds(1));
        assertThat(bmc.openSessions()).isZero();
        assertThat(bmcs.size()).isZero();
    }

    @Test
    public void aCallThatTheBmcRefusesInTheMiddleLeavesNoSessionOpen() {
        CompletableFuture<BmcIdentity> call = begin(Scripts.identify(ADMIN), MINUTE);
        untilLoggedIn(call);
        time.advance(Duration.ofMillis(1));
        bmc.faults().busy(IpmiOptions.defaults().transmissions());
        failure(call, Kind.REJECTED, "refused Get Device ID");
        time.advance(Duration.ofSeconds(1));
        assertThat(bmc.openSessions()).isZero();
    }

    @Test
    public void callsToOneBmcTakeTurns() {
        CompletableFuture<PowerReading> first = read(ADMIN, false);
        CompletableFuture<String> second = change(ADMIN, PowerOperation.OFF);
        CompletableFuture<PowerReading> third = read(ADMIN, false);
        assertThat(done(first).state()).isEqualTo(PowerState.On);
        done(second);
        assertThat(done(third).state()).isEqualTo(PowerState.Off);
        assertThat(bmc.openSessions()).isEqualTo(1);
    }

    @Test
    public void aWaitingCallStillEndsByItsDeadline() {
        bmc.faults().silent(true);
        read(ADMIN, false);
        CompletableFuture<PowerReading> waiting =
                begin(Scripts.readPower(ADMIN, Optional.empty(), false), Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));
        failure(waiting, Kind.TIMEOUT, "an earlier call");
    }

    @Test
    public void offWhoseAnswerIsLostIsSentAgain() {
        wire.peer(datagram -> {
            boolean first = bmc.orders().isEmpty();
            List<byte[]> answers = answer(datagram);
            return first && !bmc.orders().isEmpty() ? List.of() : answers;
        });
        done(change(ADMIN, PowerOperation.OFF));
        assertThat(bmc.orders()).containsOnly(PowerOperation.OFF).hasSize(2);
    }

    @Test
    public void cycleResetAndSoftAreSentOnceWhateverHappens() {
        wire.peer(datagram -> {
            List<byte[]> answers = answer(datagram);
            return bmc.orders().isEmpty() ? answers : List.of();
        });
        failure(change(ADMIN, PowerOperation.CYCLE), Kind.TIMEOUT, "may have been carried out");
        assertThat(bmc.orders()).containsExactly(PowerOperation.CYCLE);
    }

    @Test
    public void closingWhileACycleIsUnansweredLeavesItOpenWhetherItHappened() {
        wire.peer(datagram -> {
            List<byte[]> answers = answer(datagram);
            return bmc.orders().isEmpty() ? answers : List.of();
        });
        CompletableFuture<String> call = change(ADMIN, PowerOperation.CYCLE);
        time.advance(Duration.ofSeconds(1));
        bmcs.close();
        failure(call, Kind.TIMEOUT, "may have been carried out");
    }

    @Test
    public void aBusyBmcIsAskedAgain() {
        done(read(ADMIN, false));
        bmc.faults().busy(2);
        assertThat(done(read(ADMIN, false)).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void aBmcThatIsInitialisingKnowsNothing() {
        bmc.setOn(false);
        done(read(ADMIN, false));
        bmc.faults().initialising(true);
        for (boolean fresh : List.of(false, true)) {
            PowerReading reading = done(read(ADMIN, fresh));
            assertThat(reading.state()).isEqualTo(PowerState.Unknown);
            assertThat(reading.detail()).contains("initialising");
        }
    }

    @Test
    public void aBmcThatBecomesAnothersIsNotCommandedEvenInAKeptSession() {
        Optional<String> recorded = Optional.of(bmc.guid());
        done(begin(Scripts.changePower(ADMIN, recorded, PowerOperation.ON), MINUTE));
        bmc.guid("00112233445566778899aabbccddeeff");
        failure(begin(Scripts.changePower(ADMIN, recorded, PowerOperation.OFF), MINUTE), Kind.WRONG_SYSTEM,
                "nothing was sent");
        assertThat(bmc.orders()).containsExactly(PowerOperation.ON);
        PowerReading reading = done(begin(Scripts.readPower(ADMIN, recorded, true), MINUTE));
        assertThat(reading.state()).isEqualTo(PowerState.Unknown);
        assertThat(reading.systemGuid()).contains("00112233445566778899aabbccddeeff");
    }

    @Test
    public void whatIsSignedWronglyIsNoAnswer() {
        bmc.setOn(false);
        done(read(ADMIN, false));
        bmc.faults().wrongCodes(true);
        failure(read(ADMIN, false), Kind.TIMEOUT, "stopped answering");
    }

    @Test
    public void eachUserIsToldWhatHeMayDo() {
        assertThat(done(begin(Scripts.identify(ADMIN), MINUTE))).extracting(BmcIdentity::mayPower,
                BmcIdentity::mayChangePassword).containsExactly(true, true);
        assertThat(done(begin(Scripts.identify(OPERATOR), MINUTE))).extracting(BmcIdentity::mayPower,
                BmcIdentity::mayChangePassword).containsExactly(true, false);
        assertThat(done(begin(Scripts.identify(READER), MINUTE))).extracting(BmcIdentity::mayPower,
                BmcIdentity::mayChangePassword).containsExactly(false, false);
        assertThat(bmc.openSessions()).isZero();
    }

    @Test
    public void whoMayOnlyReadReads() {
        assertThat(done(read(READER, true)).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void suite3IsTakenWhereSuite17IsNotToBeHad() {
        bmcs = bmcs(IpmiOptions.defaults().withCipherSuites(3));
        assertThat(done(read(ADMIN, true)).state()).isEqualTo(PowerState.On);
    }

    @Test
    public void theBmcKeyIsNeededWhereOneIsSet() {
        bmc.bmcKey("key-of-the-bmc".getBytes(StandardCharsets.US_ASCII));
        failure(read(ADMIN, true), Kind.AUTHENTICATION, "BMC key (Kg)");
        Login withKey = new Login("admin", Secret.of("s3cret-word"), Optional.of(Secret.of("key-of-the-bmc")));
        assertThat(done(read(withKey, true)).state()).isEqualTo(PowerState.On);
        assertThat(withKey.toString()).doesNotContain("key-of").doesNotContain("s3cret");
    }

    @Test
    public void aChangedPasswordIsProvedByLoggingIn() {
        bmc.user("changing", "first", 4);
        Login before = login("changing", "first");
        for (String next : List.of("sixteen-bytes-ok", "twenty-bytes-is-all!", "short")) {
            Login after = login("changing", next);
            done(begin(new PasswordChange(before, after), MINUTE));
            failure(read(before, true), Kind.AUTHENTICATION, "wrong");
            done(read(after, true));
            before = after;
        }
    }

    @Test
    public void onlyAnAdministratorChangesPasswords() {
        failure(begin(new PasswordChange(OPERATOR, login("operator", "x")), MINUTE), Kind.REJECTED, "administrator");
        done(read(OPERATOR, true));
    }

    @Test
    public void rubbishAroundTheAnswersChangesNothingInASession() {
        done(read(ADMIN, false));
        wire.peer(Wire.amidRubbish(this::answer, new Random(7)));
        for (int i = 0; i < 2_000; i++) {
            bmc.setOn(i % 3 == 0);
            assertThat(done(read(ADMIN, false)).state()).isEqualTo(i % 3 == 0 ? PowerState.On : PowerState.Off);
        }
        assertThat(bmcs.size()).isEqualTo(1);
    }

    /** Before there is a session, anybody on the path can spoil it, but not fake what the BMC says. */
    @Test
    public void rubbishDuringTheKeyExchangeEndsInTheTruthOrATypedFailure() {
        wire.peer(Wire.amidRubbish(this::answer, new Random(8)));
        bmc.faults().sessionSlots(100_000);
        int read = 0;
        for (int i = 0; i < 500; i++) {
            CompletableFuture<PowerReading> call = read(ADMIN, true);
            time.advance(MINUTE);
            assertThat(call).isDone();
            if (call.isCompletedExceptionally()) {
                assertThat(call.handle((r, e) -> e).join()).isInstanceOf(OutOfBandManagementException.class);
            } else {
                assertThat(call.join().state()).isEqualTo(PowerState.On);
                read++;
            }
        }
        assertThat(read).isPositive();
        time.advance(MINUTE);
        assertThat(bmcs.size()).isZero();
    }

    @Test
    public void strangersAreIgnored() {
        bmcs.receive(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), new byte[] {6, 0, -1, 7});
        assertThat(bmcs.size()).isZero();
    }

    /** The BMC has a session for the call, and the call knows. */
    private void untilLoggedIn(CompletableFuture<?> call) {
        while (bmc.openSessions() == 0) {
            time.advance(Duration.ofMillis(1));
        }
        time.advance(Duration.ofMillis(1));
        assertThat(call).isNotDone();
    }

    private static Login login(String name, String password) {
        return new Login(name, Secret.of(password), Optional.empty());
    }

    private CompletableFuture<PowerReading> read(Login login, boolean fresh) {
        return begin(Scripts.readPower(login, Optional.empty(), fresh), MINUTE);
    }

    private CompletableFuture<String> change(Login login, PowerOperation operation) {
        return begin(Scripts.changePower(login, Optional.empty(), operation), MINUTE);
    }

    private <T> CompletableFuture<T> begin(Script<T> script, Duration deadline) {
        Call<T> call = new Call<>("the-bmc", loop.now().plus(deadline), script);
        bmcs.begin(call);
        bmcs.submit(ADDRESS, call);
        time.runUntilIdle();
        return call.result();
    }

    private <T> T done(CompletableFuture<T> call) {
        for (int i = 0; i < 600 && !call.isDone(); i++) {
            time.advance(Duration.ofMillis(100));
        }
        assertThat(call).isDone();
        return call.join();
    }

    private String failure(CompletableFuture<?> call, Kind kind, String saying) {
        for (int i = 0; i < 601 && !call.isDone(); i++) {
            time.advance(Duration.ofMillis(100));
        }
        assertThat(call).isCompletedExceptionally();
        Throwable why = call.handle((value, failure) -> failure).join();
        assertThat(why).isInstanceOfSatisfying(OutOfBandManagementException.class,
                e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
        assertThat(why).hasMessageContaining(saying);
        return why.getMessage();
    }
}
