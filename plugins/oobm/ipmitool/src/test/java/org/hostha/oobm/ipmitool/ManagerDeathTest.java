package org.hostha.oobm.ipmitool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hostha.core.Secret;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.spi.PowerReader.Session;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** An ipmitool must not outlive its manager: its shell would question the BMC for ever. */
public class ManagerDeathTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** A manager whose BMC doesn't answer. */
    public static final class Manager {

        private Manager() {
        }

        public static void main(String[] arguments) {
            MutableSettings settings = new MutableSettings();
            settings.set(IpmitoolSettings.PATH, arguments[0]);
            try (IpmitoolDriver driver = new IpmitoolDriver(settings)) {
                driver.readPower(new BmcEndpoint("127.0.0.1", "623", "admin", Secret.of("x"), Optional.empty()),
                        Session.FRESH, Duration.ofMinutes(5)).join();
            }
        }
    }

    @Test
    public void aManagerThatIsKilledTakesItsIpmitoolWithIt() throws Exception {
        assumeTrue("setpriv is installed", Files.isExecutable(Path.of("/usr/bin/setpriv")));
        Path directory = folder.newFolder().toPath();
        FakeIpmitool fake = new FakeIpmitool(directory, "echo $$ > pid.new; mv pid.new pid; exec sleep 300\n");
        Process manager = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory, "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Manager.class.getName(), fake.path())).redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile()).start();
        try {
            await(() -> Files.exists(directory.resolve("pid")));
            long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
            ProcessHandle ipmitool = ProcessHandle.of(pid).orElseThrow();
            assertThat(ipmitool.isAlive()).isTrue();

            manager.destroyForcibly().waitFor();
            await(() -> !ipmitool.isAlive());
        } finally {
            manager.destroyForcibly();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
