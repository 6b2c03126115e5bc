package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Has TLC check {@code docs/spec}, and find each bug that its constants can plant. */
public class SpecificationTest {

    private static final Path SPECIFICATION = Path.of("../docs/spec");
    private static final String ALL_IS_WELL = "No error has been found";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whateverThreeFaultsDoNoVmRunsTwice() throws Exception {
        assertThat(check("Safety.cfg", "", "")).contains(ALL_IS_WELL);
    }

    @Test
    public void whateverThreeFaultsDoADeadHostIsFencedInTheEnd() throws Exception {
        assertThat(check("Liveness.cfg", "", "")).contains(ALL_IS_WELL);
    }

    @Test
    public void commitsOfAPastOwnerAreFound() throws Exception {
        assertThat(check("Safety.cfg", "Epochs = TRUE", "Epochs = FALSE")).contains("Arming is violated");
    }

    @Test
    public void aNewOwnerThatDoesNotWaitIsFound() throws Exception {
        assertThat(check("Safety.cfg", "Waits = TRUE", "Waits = FALSE")).contains("OneOrder is violated");
    }

    @Test
    public void proofByOneReadingIsFound() throws Exception {
        assertThat(check("Safety.cfg", "Proof = 2", "Proof = 1")).contains("NeverTwice is violated");
    }

    @Test
    public void anArmingThatDoesNotLookAtTheSwitchIsFound() throws Exception {
        assertThat(check("Safety.cfg", "Switched = TRUE", "Switched = FALSE")).contains("Arming is violated");
    }

    @Test
    public void thatNobodyTakesOverIsFound() throws Exception {
        assertThat(check("Liveness.cfg", "TakesOver = TRUE", "TakesOver = FALSE"))
                .contains("Temporal properties were violated");
    }

    private String check(String configuration, String find, String replace) throws IOException, InterruptedException {
        String config = Files.readString(SPECIFICATION.resolve(configuration));
        assertThat(config).contains(find);
        Files.writeString(folder.getRoot().toPath().resolve("check.cfg"), config.replace(find, replace));
        Files.copy(SPECIFICATION.resolve("Fencing.tla"), folder.getRoot().toPath().resolve("Fencing.tla"));
        File output = folder.newFile("output");
        Process tlc = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC", "-Xmx1g", "-cp", tlatools(), "tlc2.TLC", "-workers", "2", "-deadlock",
                "-config", "check.cfg", "Fencing.tla")
                .directory(folder.getRoot()).redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertThat(tlc.waitFor(5, TimeUnit.MINUTES)).as("TLC ends").isTrue();
        } finally {
            tlc.destroyForcibly();
        }
        return Files.readString(output.toPath());
    }

    private static String tlatools() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("tlatools")).findFirst().orElseThrow();
    }
}
