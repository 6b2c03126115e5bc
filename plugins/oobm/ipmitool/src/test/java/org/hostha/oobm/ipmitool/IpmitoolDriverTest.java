package org.hostha.oobm.ipmitool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the driver makes of answers, with a script in ipmitool's place. */
public class IpmitoolDriverTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String GUID = "00112233445566778899aabbccddeeff";
    private static final String PASSWORD = "t0p-secret";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MutableSettings settings = new MutableSettings();
    private final IpmitoolDriver driver = new IpmitoolDriver(settings);

    @After
    public void close() {
        driver.close();
    }

    private FakeIpmitool answering(String... cases) throws Exception {
        return loggingIn(FakeIpmitool.LOGIN, cases);
    }

    private FakeIpmitool loggingIn(String login, String... cases) throws Exception {
        FakeIpmitool fake = new FakeIpmitool(folder.newFolder().toPath(), login, cases);
        settings.set(IpmitoolSettings.PATH, fake.path());
        return fake;
    }

    private static BmcEndpoint bmc(String guid) {
        return new BmcEndpoint("2001:db8::7", "623", "admin", Secret.of(PASSWORD), Optional.ofNullable(guid));
    }

    private static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(30, TimeUnit.SECONDS);
    }

    private static OutOfBandManagementException failureOf(CompletableFuture<?> call) throws Exception {
        try {
            throw new AssertionError("succeeded with " + get(call));
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(OutOfBandManagementException.class);
            assertThat(e.getCause().toString()).doesNotContain(PASSWORD);
            return (OutOfBandManagementException) e.getCause();
        }
    }

    private PowerReading read() throws Exception {
        return get(driver.readPower(bmc(null), Session.FRESH, DEADLINE));
    }

    @Test
    public void oneSessionTellsSystemReadinessAndPower() throws Exception {
        FakeIpmitool fake = answering();
        PowerReading reading = read();

        assertThat(reading.state()).isEqualTo(PowerState.On);
        assertThat(reading.systemGuid()).contains(GUID);
        assertThat(fake.arguments()).hasSize(1);
        assertThat(fake.asked()).containsExactly("raw 0x06 0x37", "raw 0x06 0x01", "raw 0x00 0x01", "exit");
    }

    @Test
    public void aBmcThatIsInitialisingIsUnknown() throws Exception {
        answering("\"raw 0x06 0x01\") answer 15 20 01 89 08 02 9f 91 12 00 02 0f 00 00 00 00 ;;",
                "\"raw 0x00 0x01\") answer 3 20 00 00 ;;");
        assertThat(read().state()).isEqualTo(PowerState.Unknown);
        assertThat(read().detail()).contains("initialising");
    }

    @Test
    public void onlyAWholeChassisStatusIsAState() throws Exception {
        for (String answer : new String[] {"answer 3 20 00", "answer 2 20 00", "answer 4 20 00 zz 00",
                "echo ' 20 00 00'",
            "refuse 0xd3", "echo 'Chassis Power is off'", ":"}) {
            answering("\"raw 0x00 0x01\") " + answer + " ;;");
            assertThat(read().state()).as(answer).isEqualTo(PowerState.Unknown);
        }
        answering("\"raw 0x00 0x01\") answer 3 20 00 00 ;;");
        assertThat(read().state()).isEqualTo(PowerState.Off);
    }

    @Test
    public void aGuidOfZerosIsNone() throws Exception {
        answering("\"raw 0x06 0x37\") answer 16 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ;;");
        assertThat(read().systemGuid()).isEmpty();
        assertThat(failureOf(driver.changePower(bmc(GUID), PowerOperation.OFF, DEADLINE)).kind())
                .isEqualTo(Kind.WRONG_SYSTEM);
    }

    @Test
    public void thePowerCommandFollowsTheGuidInTheSameSession() throws Exception {
        FakeIpmitool fake = answering();
        get(driver.changePower(bmc(GUID), PowerOperation.CYCLE, DEADLINE));
        assertThat(fake.asked()).containsExactly("raw 0x06 0x37", "raw 0x00 0x02 0x02", "exit");
        assertThat(fake.arguments()).singleElement().asString().contains("-R 1 ").contains("-L OPERATOR");
    }

    @Test
    public void whenTheGuidIsNotAnsweredTheCommandIsNotSent() throws Exception {
        FakeIpmitool fake = answering("\"raw 0x06 0x37\") silent ;;");
        assertThat(failureOf(driver.changePower(bmc(GUID), PowerOperation.OFF, DEADLINE)).kind())
                .isEqualTo(Kind.TIMEOUT);
        assertThat(fake.asked()).containsOnly("raw 0x06 0x37", "exit").hasSize(8);
    }

    @Test
    public void aPowerCommandWithoutAnAnswerIsNotRepeated() throws Exception {
        FakeIpmitool fake = answering("\"raw 0x00 0x02 0x00\") silent ;;");
        assertThat(failureOf(driver.changePower(bmc(GUID), PowerOperation.OFF, DEADLINE)).kind())
                .isEqualTo(Kind.TIMEOUT);
        assertThat(fake.asked()).containsOnlyOnce("raw 0x00 0x02 0x00");
    }

    @Test
    public void offThatIsRefusedByAMachineThatIsOffSucceeds() throws Exception {
        answering("\"raw 0x00 0x02 \"*) refuse 0xd5 ;;", "\"raw 0x00 0x01\") answer 3 20 00 00 ;;");
        assertThat(get(driver.changePower(bmc(null), PowerOperation.OFF, DEADLINE))).contains("already off");
        assertThat(failureOf(driver.changePower(bmc(null), PowerOperation.ON, DEADLINE)).kind())
                .isEqualTo(Kind.REJECTED);
        assertThat(failureOf(driver.changePower(bmc(null), PowerOperation.CYCLE, DEADLINE)).kind())
                .isEqualTo(Kind.REJECTED);
    }

    @Test
    public void aRefusalForWantOfPrivilegeSaysSo() throws Exception {
        answering("\"raw 0x00 0x02 \"*) refuse 0xd4 ;;");
        OutOfBandManagementException why = failureOf(driver.changePower(bmc(null), PowerOperation.ON, DEADLINE));
        assertThat(why.kind()).isEqualTo(Kind.REJECTED);
        assertThat(why).hasMessageContaining("privilege").hasMessageContaining("[2001:db8::7]:623");
    }

    @Test
    public void whatKeepsALoginFromWorkingIsToldApart() throws Exception {
        Map<String, Kind> texts = Map.of(
                "> RAKP 2 HMAC is invalid", Kind.AUTHENTICATION,
                "RAKP 2 message indicates an error : unauthorized name", Kind.AUTHENTICATION,
                "> RAKP 4 message has invalid integrity check value", Kind.AUTHENTICATION,
                "RAKP 2 message indicates an error : unauthorized role requested", Kind.REJECTED,
                "Error in open session response message : insufficient resources for session", Kind.REJECTED,
                "Error in open session response message : invalid authentication algorithm", Kind.REJECTED,
                "Get Auth Capabilities error", Kind.UNREACHABLE,
                "Address lookup for nowhere failed", Kind.UNREACHABLE,
                "> Error: no response from RAKP 1 message", Kind.TIMEOUT,
                "something else entirely", Kind.PROTOCOL);
        for (Map.Entry<String, Kind> text : texts.entrySet()) {
            loggingIn("read -r password\necho '" + text.getKey()
                    + "'\necho 'Error: Unable to establish IPMI v2 / RMCP+ session'\nexit 1\n");
            assertThat(failureOf(driver.readPower(bmc(null), Session.FRESH, DEADLINE)).kind()).as(text.getKey())
                    .isEqualTo(text.getValue());
        }
    }

    @Test
    public void theCipherSuiteThatTheBmcTookIsTriedFirstTheNextTime() throws Exception {
        FakeIpmitool fake = loggingIn("case \" $* \" in *' -C 17 '*) echo "
                + "'Error in open session response message : invalid authentication algorithm'; exit 1 ;; esac\n"
                + FakeIpmitool.LOGIN);
        read();
        read();
        assertThat(fake.arguments()).extracting(line -> line.replaceAll(".* -C (\\d+) .*", "$1"))
                .containsExactly("17", "3", "3");
    }

    @Test
    public void thePasswordIsInNeitherArgumentsNorEnvironment() throws Exception {
        FakeIpmitool fake = answering();
        read();
        assertThat(String.join("\n", fake.arguments())).contains("-H 2001:db8::7 -p 623 -U admin")
                .doesNotContain(PASSWORD);
        assertThat(String.join("\n", fake.environment())).contains("HOME=").doesNotContain(PASSWORD);
    }

    @Test
    public void itsHomeIsRemovedWhenItIsClosed() throws Exception {
        FakeIpmitool fake = answering();
        read();
        Path home = Path.of(fake.environment().stream().filter(line -> line.startsWith("HOME=")).findFirst()
                .orElseThrow()
                .substring("HOME=".length()));
        assertThat(home.resolve(".local/usr/share/misc/enterprise-numbers.txt")).isNotEmptyFile();
        driver.close();
        assertThat(Files.exists(home)).isFalse();
        assertThat(failureOf(driver.readPower(bmc(null), Session.FRESH, DEADLINE))).hasMessageContaining("closed");
    }

    @Test
    public void aMissingBinaryIsNamedWithThePackageThatHasIt() throws Exception {
        settings.set(IpmitoolSettings.PATH, "/nowhere/ipmitool");
        assertThat(failureOf(driver.readPower(bmc(null), Session.FRESH, DEADLINE)))
                .hasMessageContaining("/nowhere/ipmitool")
                .hasMessageContaining("package ipmitool").hasMessageContaining("outofbandmanagement.ipmitool.path");
    }

    @Test
    public void outputWithoutEndIsCutOff() throws Exception {
        loggingIn("read -r password\nwhile :; do echo blah blah blah; done\n");
        assertThat(failureOf(driver.readPower(bmc(null), Session.FRESH, DEADLINE)).kind()).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    public void aProcessThatHangsIsKilledAtTheDeadline() throws Exception {
        loggingIn("exec sleep 60\n");
        assertThat(failureOf(driver.readPower(bmc(null), Session.FRESH, Duration.ofMillis(300))).kind())
                .isEqualTo(Kind.TIMEOUT);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    public void theUserIsFoundByNameAmongUsersWithoutNames() throws Exception {
        FakeIpmitool fake = answering(
                "\"raw 0x06 0x44 0x0e 0x01\") answer 4 0a 03 01 12 ;;",
                "\"raw 0x06 0x46 0x01\") answer 16 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ;;",
                "\"raw 0x06 0x46 0x03\") answer 16 61 64 6d 69 6e 00 00 00 00 00 00 00 00 00 00 00 ;;",
                "\"raw 0x06 0x47 0x03 0x02 0x6e 0x65 0x77 0x00 \"*) echo 'RAW RSP (0 bytes)'; echo ;;");
        get(driver.changePassword(bmc(null), Secret.of("new"), DEADLINE));
        assertThat(fake.asked()).contains("raw 0x06 0x46 0x01", "raw 0x06 0x46 0x02", "raw 0x06 0x46 0x03")
                .doesNotContain("raw 0x06 0x46 0x04");
    }

    @Test
    public void aPasswordOfMoreThanSixteenBytesIsStoredInTheLongForm() throws Exception {
        FakeIpmitool fake = answering(
                "\"raw 0x06 0x3d 0x00\") answer 6 02 3f 01 02 04 11 ;;",
                "\"raw 0x06 0x46 0x02\") answer 16 61 64 6d 69 6e 00 00 00 00 00 00 00 00 00 00 00 ;;",
                "\"raw 0x06 0x47 \"*) echo 'RAW RSP (0 bytes)'; echo ;;");
        get(driver.changePassword(bmc(null), Secret.of("12345678901234567"), DEADLINE));
        assertThat(fake.asked())
                .anyMatch(line -> line.matches("raw 0x06 0x47 0x82 0x02( 0x[0-9a-f]{2}){17}( 0x00){3}"));
    }

    @Test
    public void aFailureAfterThePasswordWasSetSaysThatTheBmcMayHaveIt() throws Exception {
        loggingIn("read -r password\nif [ \"$password\" = new ]; then echo 'Get Auth Capabilities error'; exit 1; fi\n"
                        + "printf 'ipmitool> '\n",
                "\"raw 0x06 0x3d 0x00\") answer 6 02 3f 01 02 04 11 ;;",
                "\"raw 0x06 0x46 0x02\") answer 16 61 64 6d 69 6e 00 00 00 00 00 00 00 00 00 00 00 ;;",
                "\"raw 0x06 0x47 \"*) echo 'RAW RSP (0 bytes)'; echo ;;");
        assertThat(failureOf(driver.changePassword(bmc(null), Secret.of("new"), DEADLINE)).kind())
                .isEqualTo(Kind.PROTOCOL);
    }

    @Test
    public void identifyAsksForLessPrivilegeWhereMoreIsRefused() throws Exception {
        loggingIn("case \" $* \" in *' ADMINISTRATOR '*) echo "
                + "'RAKP 2 message indicates an error : unauthorized role requested'; exit 1 ;; esac\n"
                + FakeIpmitool.LOGIN);
        BmcIdentity identity = get(driver.identify(bmc(null), DEADLINE));
        assertThat(identity.mayPower()).isTrue();
        assertThat(identity.mayChangePassword()).isFalse();
        assertThat(identity.firmware()).contains("IPMI 2.0").contains("firmware 9.08");
    }

    @Test
    public void theLimitOfTheUserCountsMoreThanTheSession() throws Exception {
        answering("\"raw 0x06 0x3d 0x00\") answer 6 02 3f 01 05 04 11 ;;",
                "\"raw 0x06 0x44 0x0e 0x05\") answer 4 0a 03 01 12 ;;");
        assertThat(get(driver.identify(bmc(null), DEADLINE)).mayPower()).isFalse();
    }

    @Test
    public void aPasswordThatNoLineCanHoldIsRefused() throws Exception {
        FakeIpmitool fake = answering();
        BmcEndpoint odd = new BmcEndpoint("h", "623", "admin", Secret.of("a\nraw 0 2 0"), Optional.empty());
        assertThat(failureOf(driver.readPower(odd, Session.FRESH, DEADLINE)).kind()).isEqualTo(Kind.REJECTED);
        assertThat(fake.arguments()).isEmpty();
    }
}
