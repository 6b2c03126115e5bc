package org.hostha.cloudstack.plugin.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command: says whether the plugin would work in a CloudStack, without starting either. */
public final class VerifyMain {

    private static final String USAGE = """
            usage: java -jar cloud-plugin-hostha-VERSION.jar JAR_OR_DIRECTORY...

            Compares CloudStack's jars with what the plugin needs of them: types, members, state machines, beans. Give
            it what the management server has on its class path, usually the one directory
            /usr/share/cloudstack-management/lib. Nothing is started or changed.

            Exit code 0: the plugin fits. 1: it doesn't, and would leave CloudStack's own HA in place; every reason is
            printed. 2: the question can't be answered (no such file, or no CloudStack in it).
            """;

    private VerifyMain() {
    }

    /** @param args jars, and directories of jars */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.contains("--help") || args.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        if (args.isEmpty()) {
            err.print(USAGE);
            return 2;
        }
        try {
            return compare(jars(args), out, err);
        } catch (IOException | IllegalArgumentException e) {
            err.println("can't compare: " + e.getMessage());
            return 2;
        }
    }

    private static List<Path> jars(List<String> args) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String arg : args) {
            Path path = Path.of(arg);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
                }
            } else if (Files.isRegularFile(path)) {
                jars.add(path);
            } else {
                throw new IllegalArgumentException("there is no file " + path);
            }
        }
        return jars;
    }

    private static int compare(List<Path> jars, PrintStream out, PrintStream err) throws IOException {
        CloudStackJars cloudStack = CloudStackJars.open(jars);
        cloudStack.skipped().forEach(jar -> out.println("skipped, being the plugin itself: " + jar));
        if (cloudStack.main().isEmpty()) {
            err.println("can't compare: no CloudStack in " + jars + " (looked for " + CloudStackJars.PROOF + ")");
            return 2;
        }
        out.println("CloudStack: " + cloudStack.main().get());
        List<String> missing = cloudStack.missing();
        if (missing.isEmpty()) {
            out.println("The plugin fits.");
            return 0;
        }
        out.println("The plugin does not fit, and would leave CloudStack's own HA in place. Missing:");
        missing.forEach(each -> out.println("  " + each));
        return 1;
    }
}
