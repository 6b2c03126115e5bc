package org.hostha.oobm.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hostha.core.Resource;
import org.hostha.core.Setting;
import org.hostha.core.Settings;
import org.hostha.oobm.PowerState;
import org.hostha.oobm.spi.PowerReader.Session;
import org.hostha.testkit.bmc.FakeBmc;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A BMC on which a key of its own (Kg) is set, and a driver that finds it in a file. */
public class BmcKeyFileTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeBmc bmc = FakeBmc.start();
    private Path file;
    private IpmiDriver driver;

    @Before
    public void setKey() throws IOException {
        bmc.bmcKey("key-0f-the-bmc".getBytes(StandardCharsets.US_ASCII));
        file = folder.getRoot().toPath().resolve("bmc.key");
        write("key-0f-the-bmc\n", "rw-------");
        driver = new IpmiDriver(new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.parse(file.toString());
            }

            @Override
            public <T> T value(Setting<T> setting, Resource resource) {
                return value(setting);
            }
        });
    }

    @After
    public void close() {
        driver.close();
        bmc.close();
    }

    private void write(String text, String permissions) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private PowerState read() throws Exception {
        return driver.readPower(bmc.endpoint(), Session.FRESH, Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS).state();
    }

    @Test
    public void theKeyOpensASession() throws Exception {
        assertThat(read()).isEqualTo(PowerState.On);
    }

    @Test
    public void aKeyThatHasChangedCountsAtTheNextCall() throws Exception {
        write("an0ther-key\n", "rw-------");
        assertThatThrownBy(this::read).hasMessageContaining("BMC key (Kg) does not").hasMessageNotContaining("an0ther-key");
        write("key-0f-the-bmc\n", "rw-------");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(read()).isEqualTo(PowerState.On);
    }

    @Test
    public void aFileThatOthersMayReadIsRefused() throws Exception {
        write("key-0f-the-bmc\n", "rw-r--r--");
        assertThatThrownBy(this::read).hasMessageContaining("which others may read").hasMessageNotContaining("key-0f-the-bmc");
    }

    @Test
    public void aFileWithoutAKeyIsNamed() throws Exception {
        write("\n", "rw-------");
        assertThatThrownBy(this::read).hasMessageContaining("outofbandmanagement.ipmi.bmc.key.file")
                .hasMessageContaining("is empty");
        Files.delete(file);
        assertThatThrownBy(this::read).hasMessageContaining("NoSuchFileException");
    }
}
