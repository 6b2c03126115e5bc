package org.hostha.oobm.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hostha.core.Futures;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.BmcIdentity;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.PowerOperation;
import org.hostha.oobm.PowerReading;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.redfish.Conversation;
import org.hostha.testkit.redfish.Replay;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * The driver in the vendors' conversations, one file each in {@code src/test/resources/conversations}: it must ask what
 * the file says, in that order and nothing else, and make of the answers what the file says.
 */
@RunWith(Parameterized.class)
public class ConversationsTest {

    private static final Path FILES = Path.of("src/test/resources/conversations");

    private final Conversation conversation;
    private final RedfishDriver driver = new RedfishDriver(new MutableSettings()
            .set(RedfishSettings.USE_HTTPS, "false").set(RedfishSettings.SESSION_KEEP, "0"));

    public ConversationsTest(String file) throws IOException {
        conversation = Conversation.read(FILES.resolve(file));
    }

    @Parameters(name = "{0}")
    public static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files.filter(Files::isRegularFile).map(file -> FILES.relativize(file).toString()).sorted().toList();
        }
    }

    @After
    public void close() {
        driver.close();
    }

    @Test
    public void theDriverSaysItsPartAndUnderstandsTheBmcs() throws Exception {
        try (Replay bmc = new Replay(conversation)) {
            String became = outcome(begin(bmc.port()));
            assertThat(bmc.deviations()).as(conversation.title()).isEmpty();
            assertThat(became).as(conversation.title()).isEqualTo(conversation.answer());
        }
    }

    private CompletableFuture<?> begin(int port) {
        // What to do, and the recorded system where there is one.
        String[] ask = conversation.ask().split(" ");
        BmcEndpoint bmc = new BmcEndpoint("127.0.0.1", Integer.toString(port), "hostha", Secret.of("c0nfidential"),
                Optional.of(ask).filter(words -> words.length > 1).map(words -> words[1]));
        return switch (ask[0]) {
            case "read" -> driver.readPower(bmc, Session.FRESH, RedfishTestBase.PLENTY);
            case "identify" -> driver.identify(bmc, RedfishTestBase.PLENTY);
            case "password" -> driver.changePassword(bmc, Secret.of("an0ther-word"), RedfishTestBase.PLENTY);
            default -> driver.changePower(bmc, PowerOperation.valueOf(ask[0]), RedfishTestBase.PLENTY);
        };
    }

    private static String outcome(CompletableFuture<?> call) throws Exception {
        Object value = call.handle((done, failure) -> failure == null ? done : Futures.cause(failure))
                .get(RedfishTestBase.PLENTY.toSeconds() + 5, TimeUnit.SECONDS);
        if (value instanceof PowerReading reading) {
            return reading.state() + " of " + reading.systemGuid().orElse("no system");
        }
        if (value instanceof BmcIdentity identity) {
            return identity.firmware() + (identity.mayPower() ? ", may power" : "")
                    + (identity.mayChangePassword() ? ", may change its password" : "");
        }
        return value instanceof OutOfBandManagementException failure ? failure.kind().name()
                : value == null ? "done" : value.toString();
    }
}
