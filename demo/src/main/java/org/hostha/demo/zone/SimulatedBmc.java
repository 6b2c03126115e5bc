package org.hostha.demo.zone;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The BMC of one host: a real {@code ipmi_sim} on loopback that speaks RMCP+ (IPMI 2.0) and switches the host's power
 * circuit. It has standby power: it runs whether the host does or not.
 */
public final class SimulatedBmc {

    /** Needed by {@code ipmi_sim} 2.0.33: cipher suite 17 is unknown to it. */
    public static final String CIPHER_SUITE = "3";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LAN_CONF = """
            name "%s"
            set_working_mc 0x20
              startlan 1
                addr 127.0.0.1 %d
                priv_limit admin
                allowed_auths_callback none md2 md5 straight
                allowed_auths_user none md2 md5 straight
                allowed_auths_operator none md2 md5 straight
                allowed_auths_admin none md2 md5 straight
                guid %s
              endlan
              chassis_control "sh ../../bin/chassis.sh ../../hosts/%s"
              user 1 true "" "" user 10 none md2 md5 straight
              user 2 true "%s" "%s" admin 60 none md2 md5 straight
            """;
    private static final String MANAGEMENT_CONTROLLER = """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            sel_enable 0x20 1000 0x0a
            mc_enable 0x20
            """;

    private final Path dir;
    private final Map<String, String> mark;
    private final int port;
    private final String password;
    private Process process;

    SimulatedBmc(Path zone, String host, int port, Map<String, String> mark) throws IOException {
        this.dir = Files.createDirectories(zone.resolve("bmcs").resolve(host));
        this.mark = mark;
        this.port = port;
        this.password = randomPassword();
        Files.createDirectories(dir.resolve("state"));
        String guid = UUID.randomUUID().toString().replace("-", "");
        writePrivately(lanConf(), String.format(Locale.ROOT, LAN_CONF, host, port, guid, host, username(), password));
        writePrivately(passwordFile(), password);
        Files.writeString(dir.resolve("sim.emu"), MANAGEMENT_CONTROLLER);
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private Path lanConf() {
        return dir.resolve("lan.conf");
    }

    private Path passwordFile() {
        return dir.resolve("password");
    }

    /** Where the BMC itself, and who asks it, have the password from. */
    public List<Path> secretFiles() {
        return List.of(lanConf(), passwordFile());
    }

    public String address() {
        return "127.0.0.1";
    }

    /** The UDP port. */
    public int port() {
        return port;
    }

    public String username() {
        return "admin";
    }

    public String password() {
        return password;
    }

    /** Starts the BMC, or starts it again after {@link #vanish()}. */
    public void start() {
        ProcessBuilder builder = new ProcessBuilder("setsid", "ipmi_sim", "-c", lanConf().toString(),
                "-f", dir.resolve("sim.emu").toString(), "-s", dir.resolve("state").toString(), "-n")
                .directory(dir.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(dir.resolve("console.log").toFile()));
        builder.environment().putAll(mark);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ZoneException("can't start ipmi_sim: " + e.getMessage(), e);
        }
    }

    /** The BMC no longer answers: broken, unplugged, or its network is down. The host does not notice. */
    public void vanish() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Asks the BMC itself, with a fresh {@code ipmitool}.
     *
     * @return {@code On}, {@code Off}, or {@code unreachable}
     */
    public String readPower() {
        Shell.Result result = Shell.run(dir, Map.of(), PATIENCE, List.of("ipmitool",
                "-I", "lanplus", "-C", CIPHER_SUITE, "-R", "1", "-N", "1", "-H", address(), "-p",
                String.valueOf(port), "-U", username(), "-f", passwordFile().toString(), "chassis", "power", "status"));
        if (result.exitCode() != 0) {
            return "unreachable";
        }
        return result.output().endsWith("is on") ? "On" : result.output().endsWith("is off") ? "Off" : result.output();
    }

    /** 16 characters: a 20-byte password locks the user of {@code ipmi_sim} 2.0.33 out. */
    private static String randomPassword() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
