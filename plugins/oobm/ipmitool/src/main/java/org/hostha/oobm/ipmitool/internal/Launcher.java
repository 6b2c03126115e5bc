package org.hostha.oobm.ipmitool.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hostha.core.Settings;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;
import org.hostha.oobm.ipmitool.IpmitoolSettings;

/** Starts ipmitool: its arguments and environment, neither of which holds a secret. */
final class Launcher {

    /**
     * Makes the kernel kill ipmitool when the thread that started it ends, which it does with the whole manager.
     * Without it, a manager that is killed leaves processes that question BMCs for ever (see {@link Dialogue}).
     */
    private static final List<String> DIE_WITH_PARENT = List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "--");

    private final Settings settings;
    private final Home home;
    private final CipherSuites suites = new CipherSuites();

    Launcher(Settings settings, Home home) {
        this.settings = settings;
        this.home = home;
    }

    /** The cipher suites to try; one empty text where the interface has none. */
    List<String> cipherSuites(BmcEndpoint bmc) {
        return overLanPlus()
                ? suites.toTry(bmc.toString(), settings.value(IpmitoolSettings.CIPHER_SUITES))
                : List.of("");
    }

    void accepted(BmcEndpoint bmc, String suite) {
        suites.accepted(bmc.toString(), suite);
    }

    Process start(BmcEndpoint bmc, Privilege privilege, int transmissions, String suite) {
        String binary = settings.value(IpmitoolSettings.PATH);
        if (!Files.isExecutable(Path.of(binary))) {
            throw new OutOfBandManagementException(Kind.UNSUPPORTED, bmc + ": there is no executable " + binary
                    + ": install the package ipmitool, or set " + IpmitoolSettings.PATH);
        }
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of(DIE_WITH_PARENT.get(0)))) {
            command.addAll(DIE_WITH_PARENT);
        }
        command.addAll(List.of(binary, "-v",
                "-I", settings.value(IpmitoolSettings.INTERFACE),
                "-R", Integer.toString(transmissions),
                "-N", Long.toString(Math.max(1, Math.min(60, settings.value(IpmitoolSettings.PACKET_TIMEOUT)))),
                "-H", bmc.address(), "-p", bmc.port(), "-U", bmc.username(), "-L", privilege.name()));
        if (!suite.isEmpty()) {
            command.addAll(List.of("-C", suite));
        }
        command.addAll(List.of("-f", "/dev/stdin", "shell"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", home.directory().toString(), "PATH", "/usr/bin:/bin",
                "LC_ALL", "C", "TERM", "dumb", "INPUTRC", "/dev/null"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new OutOfBandManagementException(Kind.UNSUPPORTED, bmc + ": can't start " + binary, e);
        }
    }

    private boolean overLanPlus() {
        return settings.value(IpmitoolSettings.INTERFACE).equals("lanplus");
    }
}
