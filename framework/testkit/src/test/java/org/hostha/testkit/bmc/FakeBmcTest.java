package org.hostha.testkit.bmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hostha.oobm.PowerOperation;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The fake BMC as the real ipmitool sees it. */
public class FakeBmcTest {

    private final FakeBmc bmc = FakeBmc.start();

    @Before
    public void needsIpmitool() {
        assumeTrue("needs Debian's ipmitool", Files.isExecutable(Path.of("/usr/bin/ipmitool")));
    }

    @After
    public void close() {
        bmc.close();
    }

    @Test
    public void ipmitoolReadsThePowerWithBothCipherSuites() throws Exception {
        for (String suite : List.of("3", "17")) {
            bmc.setOn(true);
            assertThat(admin(suite, "chassis", "power", "status")).isEqualTo("Chassis Power is on");
            bmc.setOn(false);
            assertThat(admin(suite, "chassis", "power", "status")).isEqualTo("Chassis Power is off");
        }
    }

    @Test
    public void ipmitoolChangesThePowerWithBothCipherSuites() throws Exception {
        bmc.powerDelays(Duration.ZERO, Duration.ofHours(1));
        for (String suite : List.of("3", "17")) {
            admin(suite, "chassis", "power", "off");
            assertThat(bmc.isOn()).isFalse();
            admin(suite, "chassis", "power", "on");
            assertThat(bmc.isOn()).isTrue();
            admin(suite, "chassis", "power", "cycle");
            assertThat(bmc.isOn()).isFalse();
            admin(suite, "chassis", "power", "reset");
            admin(suite, "chassis", "power", "soft");
        }
        assertThat(bmc.orders()).hasSize(10).startsWith(PowerOperation.OFF, PowerOperation.ON, PowerOperation.CYCLE,
                PowerOperation.RESET, PowerOperation.SOFT);
    }

    @Test
    public void ordersShowAfterTheirDelay() throws Exception {
        bmc.powerDelays(Duration.ofHours(1), Duration.ofSeconds(1));
        admin("17", "chassis", "power", "off");
        assertThat(bmc.isOn()).isTrue();
    }

    @Test
    public void ipmitoolReadsTheGuid() throws Exception {
        bmc.guid("000102030405060708090a0b0c0d0e0f");
        assertThat(admin("17", "raw", "6", "0x37")).isEqualTo("00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f");
    }

    @Test
    public void ipmitoolIsRefusedForThreeDifferentReasons() throws Exception {
        assertThat(ipmitool("17", "admin", "wrong", "ADMINISTRATOR", "-v", "chassis", "power", "status"))
                .contains("RAKP 2 HMAC is invalid");
        assertThat(ipmitool("17", "nobody", "wrong", "ADMINISTRATOR", "-v", "chassis", "power", "status"))
                .contains("unauthorized name");
        assertThat(ipmitool("17", "reader", "read3r-pass", "OPERATOR", "-v", "chassis", "power", "status"))
                .contains("unauthorized role");
    }

    @Test
    public void aUserMayReadButNotSwitch() throws Exception {
        assertThat(ipmitool("17", "reader", "read3r-pass", "USER", "chassis", "power", "status"))
                .contains("Chassis Power is on");
        assertThat(ipmitool("17", "reader", "read3r-pass", "USER", "chassis", "power", "off"))
                .contains("Insufficient privilege");
        assertThat(bmc.orders()).isEmpty();
    }

    @Test
    public void ipmitoolListsUsersAndSetsPasswordsOf16And20Bytes() throws Exception {
        assertThat(admin("3", "user", "list")).contains("operator").contains("reader");
        admin("3", "user", "set", "password", "3", "shorter");
        assertThat(ipmitool("3", "operator", "shorter", "OPERATOR", "chassis", "power", "status")).contains("is on");
        admin("3", "user", "set", "password", "3", "exactly-twenty-bytes", "20");
        assertThat(ipmitool("3", "operator", "exactly-twenty-bytes", "OPERATOR", "chassis", "power", "status"))
                .contains("is on");
    }

    @Test
    public void ipmitoolNeedsTheBmcKeyWhereOneIsSet() throws Exception {
        bmc.bmcKey("key-of-the-bmc".getBytes(StandardCharsets.US_ASCII));
        assertThat(admin("17", "-k", "key-of-the-bmc", "chassis", "power", "status")).isEqualTo("Chassis Power is on");
        assertThat(admin("17", "chassis", "power", "status")).doesNotContain("Chassis Power is");
    }

    private String admin(String suite, String... command) throws IOException, InterruptedException {
        return ipmitool(suite, "admin", "s3cret-word", "ADMINISTRATOR", command);
    }

    private String ipmitool(String suite, String user, String password, String privilege, String... command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/usr/bin/ipmitool", "-I", "lanplus", "-C", suite,
                "-R", "2", "-N", "2", "-H", "127.0.0.1", "-p", Integer.toString(bmc.port()),
                "-U", user, "-L", privilege, "-f", "/dev/stdin"));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        // Through a pipe: what stands in arguments or environment shows to everybody, and to the search for secrets.
        try (OutputStream input = process.getOutputStream()) {
            input.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
