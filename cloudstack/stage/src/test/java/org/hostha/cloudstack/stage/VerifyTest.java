package org.hostha.cloudstack.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The jar, asked on the command line whether it would fit into a CloudStack. */
public class VerifyTest {

    private record Answer(int exitCode, String text) { }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aCloudStackWithEverythingFits() throws Exception {
        Answer answer = ask(lib(entry -> true).toString());

        assertThat(answer.text()).contains("CloudStack: ").contains("cloudstack-4.22.jar").endsWith("The plugin fits.\n");
        assertThat(answer.exitCode()).isEqualTo(0);
    }

    @Test
    public void whatIsInstalledAlreadyIsNotComparedWithItself() throws Exception {
        Path lib = lib(entry -> true);
        Files.copy(Stage.PLUGIN, lib.resolve("an-older-plugin.jar"));

        Answer answer = ask(lib.toString());

        assertThat(answer.text()).contains("skipped, being the plugin itself: " + lib.resolve("an-older-plugin.jar"));
        assertThat(answer.exitCode()).isEqualTo(0);
    }

    @Test
    public void aMissingMethodIsNamed() throws Exception {
        Path other = Stage.without(folder.newFolder().toPath(), "com.cloud.agent.AgentManager", "disconnectWithoutInvestigation");

        Answer answer = ask(lib(entry -> true, other).toString());

        assertThat(answer.text()).contains("The plugin does not fit")
                .contains("  com.cloud.agent.AgentManager.disconnectWithoutInvestigation(long, Status.Event): void\n");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    @Test
    public void aMissingEdgeIsNamed() throws Exception {
        Path other = Stage.withoutEdge(folder.newFolder().toPath(), "ha Fencing Fenced Fenced");

        Answer answer = ask(lib(entry -> true, other).toString());

        assertThat(answer.text()).contains("  the edge Fencing -Fenced-> Fenced of org.apache.cloudstack.ha.HAConfig$HAState");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    @Test
    public void aMissingBeanIsNamed() throws Exception {
        Answer answer = ask(lib(entry -> !entry.contains("META-INF/cloudstack/kvm-compute/")).toString());

        assertThat(answer.text()).contains("  the bean KVMHAProvider of module kvm-compute\n");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    @Test
    public void whatIsNoCloudStackCantBeCompared() throws Exception {
        Path noJar = Files.writeString(folder.getRoot().toPath().resolve("no.jar"), "text");
        Path gone = folder.getRoot().toPath().resolve("gone");

        assertThat(ask(folder.newFolder().toString())).isEqualTo(new Answer(2,
                "can't compare: no CloudStack in [] (looked for org/apache/cloudstack/ha/HAManager.class)\n"));
        assertThat(ask(gone.toString())).isEqualTo(new Answer(2, "can't compare: there is no file " + gone + "\n"));
        assertThat(ask(noJar.toString()).text()).startsWith("can't compare: " + noJar + " is no jar");
        assertThat(ask()).matches(answer -> answer.exitCode() == 2).matches(answer -> answer.text().startsWith("usage: "));
        assertThat(ask("--help")).matches(answer -> answer.exitCode() == 0).matches(answer -> answer.text().startsWith("usage: "));
    }

    private static Answer ask(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-jar", Stage.PLUGIN.toString()));
        command.addAll(List.of(arguments));
        File output = File.createTempFile("verify", ".txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(output.toPath());
        Files.delete(output.toPath());
        return new Answer(process.exitValue(), text);
    }

    /** A directory like a management server's lib; what is in {@code first} hides what CloudStack has under the same names. */
    private Path lib(Predicate<String> filter, Path... first) throws IOException {
        Path lib = folder.newFolder().toPath();
        List<Path> sources = new ArrayList<>(List.of(first));
        sources.addAll(Stage.cloudStack());
        Set<String> written = new HashSet<>();
        try (OutputStream file = Files.newOutputStream(lib.resolve("cloudstack-4.22.jar"));
                ZipOutputStream jar = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
            for (Path source : sources) {
                copy(source, name -> isCloudStack(name) && filter.test(name) && written.add(name), jar);
            }
        }
        for (Path library : Stage.libraries()) {
            Files.copy(library, lib.resolve(library.getFileName()));
        }
        return lib;
    }

    private static boolean isCloudStack(String name) {
        return List.of("com/cloud/", "org/apache/cloudstack/", "org/hostha/cloudstack/signatures/", "org/hostha/cloudstack/stage/",
                "META-INF/cloudstack/", "tables.txt").stream().anyMatch(name::startsWith);
    }

    /** From a directory or a jar. */
    private static void copy(Path source, Predicate<String> filter, ZipOutputStream jar) throws IOException {
        try (FileSystem zip = Files.isDirectory(source) ? null : FileSystems.newFileSystem(source)) {
            Path root = zip == null ? source : zip.getPath("/");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path each : files.filter(Files::isRegularFile).toList()) {
                    String name = root.relativize(each).toString();
                    if (filter.test(name)) {
                        jar.putNextEntry(new ZipEntry(name));
                        Files.copy(each, jar);
                    }
                }
            }
        }
    }
}
