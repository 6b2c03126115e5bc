package org.hostha.demo.zone.agent;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The VMs of this host, a process each. They are in the agent's session, and go on when the agent alone dies. */
final class VmProcesses {

    private static final int BOOT_ID_SHOWN = 8;

    private final String host;
    private final String boot;
    private final Path script;
    private final Map<String, Process> running = new TreeMap<>();

    VmProcesses(String host, String bootId, Path script) {
        this.host = host;
        this.boot = bootId.substring(0, BOOT_ID_SHOWN);
        this.script = script;
    }

    synchronized List<String> names() {
        running.values().removeIf(process -> !process.isAlive());
        return List.copyOf(running.keySet());
    }

    /** @return false if the VM runs here already */
    synchronized boolean start(String vm, Path pool) throws IOException {
        if (names().contains(vm)) {
            return false;
        }
        Process process = new ProcessBuilder("sh", script.toString(), vm, Disk.file(pool, vm).toString(), host, boot)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        running.put(vm, process);
        return true;
    }

    /** Stops the VM, if it runs here, and returns when it has ended. */
    synchronized void stop(String vm) throws InterruptedException {
        Process process = running.remove(vm);
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }
}
