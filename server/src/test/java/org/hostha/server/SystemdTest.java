package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The unit that the server runs as, by systemd's own judgement. */
public class SystemdTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Of 100, the higher the worse; without any of the unit's restrictions it would be 92. */
    private static final String MOST_EXPOSURE = "20";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path unit;

    /** As it is installed, except that the launcher is this tree's. */
    @Before
    public void install() throws IOException {
        unit = folder.getRoot().toPath().resolve("hostha.service");
        Files.writeString(unit, Files.readString(ROOT.resolve("docs/systemd/hostha.service"))
                .replace("/opt/hostha/hostha", ROOT.resolve("hostha").toString()));
    }

    @Test
    public void systemdHasNothingToSayAgainstTheUnit() throws Exception {
        assertThat(Tool.run(List.of("systemd-analyze", "verify", "--man=no", unit.toString()), "")).isEmpty();
    }

    @Test
    public void aKeyThatSystemdDoesNotKnowWouldBeSaid() throws Exception {
        Files.writeString(unit, Files.readString(unit).replace("ProtectHome=", "ProtectHomes="));
        assertThat(Tool.run(List.of("systemd-analyze", "verify", "--man=no", unit.toString()), ""))
                .contains("ProtectHomes");
    }

    @Test
    public void theServiceMayDoLittleBesidesItsWork() throws Exception {
        Tool.run(List.of("systemd-analyze", "security", "--no-pager", "--offline=yes", "--threshold=" + MOST_EXPOSURE,
                unit.toString()), "");
    }
}
