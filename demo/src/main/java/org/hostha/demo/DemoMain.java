package org.hostha.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hostha.cloudstack.client.CloudStackException;
import org.hostha.demo.Terminal.Style;
import org.hostha.demo.zone.ZoneException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hostha demo}. Exit codes: 0 all as expected, 1 a verdict doesn't hold, 2 the demo could not run. */
@Command(name = "hostha demo", sortOptions = false, usageHelpWidth = 100,
        description = "Starts a simulated zone (12 hosts, 60 VMs, a real BMC simulator for each host) and the "
                + "management server, makes hosts fail in four ways, and shows what the server does about it.")
public final class DemoMain implements Callable<Integer> {

    private static final int AS_EXPECTED = 0;
    private static final int NOT_AS_EXPECTED = 1;
    private static final int COULD_NOT_RUN = 2;
    private static final long UNWIND_SECONDS = 15;

    @Option(names = "--once", description = "End after the verdicts: exit code 0 if all hold, 1 otherwise.")
    private boolean once;

    @Option(names = "--port", paramLabel = "N",
            description = "Port of the server on 127.0.0.1; default: a free one from 8080 on.")
    private Integer port;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "${sys:hostha.home:-.}/var/demo",
            description = "Where everything lives while the demo runs; default: var/demo.")
    private Path dir;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Option(names = "--server-classpath", hidden = true, required = true)
    private String serverClasspath;

    private final Terminal terminal = Terminal.ofProcess();

    private final AtomicBoolean stopping = new AtomicBoolean();

    private DemoMain() {
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoMain()).execute(args));
    }

    @Override
    public Integer call() {
        try {
            int chosen = choosePort();
            DemoDirectory directory = DemoDirectory.claim(dir.toAbsolutePath().normalize());
            return unlessStopped(directory, () -> perform(directory, chosen)) ? AS_EXPECTED : NOT_AS_EXPECTED;
        } catch (DemoException | ZoneException | CloudStackException e) {
            if (!stopping.get()) {
                terminal.line(Style.BAD, "demo: " + e.getMessage());
            }
            return COULD_NOT_RUN;
        } catch (Exception e) {
            throw new IllegalStateException("unexpected", e);
        }
    }

    /** Ctrl-C interrupts the performance, waits until it has unwound, and removes every process and file. */
    private boolean unlessStopped(DemoDirectory directory, Callable<Boolean> performance) throws Exception {
        Thread performer = Thread.currentThread();
        CountDownLatch unwound = new CountDownLatch(1);
        Thread cleaner = new Thread(() -> {
            stopping.set(true);
            performer.interrupt();
            try {
                unwound.await(UNWIND_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            directory.remove();
        }, "clean-up");
        Runtime.getRuntime().addShutdownHook(cleaner);
        boolean good = false;
        try {
            good = performance.call();
            return good;
        } catch (InterruptedException e) {
            throw new DemoException("interrupted", e);
        } finally {
            unwound.countDown();
            if (!stopping.get()) {
                Runtime.getRuntime().removeShutdownHook(cleaner);
                leave(directory, good);
            }
        }
    }

    private void leave(DemoDirectory directory, boolean good) {
        if (good) {
            directory.remove();
        } else {
            directory.close();
            terminal.line(Style.NOTICE, "Logs and disks are kept in " + directory.path());
        }
    }

    private boolean perform(DemoDirectory directory, int chosenPort) throws InterruptedException {
        try (Demo demo = new Demo(directory.path(), terminal)) {
            demo.start(serverClasspath, chosenPort);
            demo.configure();
            boolean good = demo.perform();
            if (!once) {
                demo.stayUp();
            }
            return good;
        }
    }

    private int choosePort() {
        if (port == null) {
            return DemoServer.freePort();
        }
        if (port < 1 || port > 65535) {
            throw new DemoException("--port " + port + " is not a port: use 1 to 65535");
        }
        if (!DemoServer.isFree(port)) {
            throw new DemoException(
                    "port " + port + " on 127.0.0.1 is in use: end what listens there, or choose another --port");
        }
        return port;
    }
}
