package org.hostha.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hostha.demo.zone.Leftovers;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DemoDirectoryTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void removingLeavesNothingBehind() {
        Path dir = folder.getRoot().toPath().resolve("a/demo");

        DemoDirectory.claim(dir).remove();

        assertThat(dir).doesNotExist();
        assertThat(dir.getParent()).exists();
    }

    @Test
    public void whatAnEarlierRunLeftIsClearedAndFilesOfOthersStay() throws IOException {
        Path dir = Files.createDirectories(folder.getRoot().toPath().resolve("demo"));
        Files.writeString(dir.resolve("api-key"), "old");
        Files.writeString(dir.resolve("notes.txt"), "mine");

        DemoDirectory claimed = DemoDirectory.claim(dir);
        assertThat(dir.resolve("api-key")).doesNotExist();

        claimed.remove();
        assertThat(dir).isDirectoryContaining(file -> file.endsWith("notes.txt"));
    }

    @Test
    public void processesOfAnEarlierRunAreEnded() throws IOException {
        Path dir = Files.createDirectories(folder.getRoot().toPath().resolve("demo"));
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put(Leftovers.MARK, Leftovers.mark(dir));
        Process left = builder.start();

        DemoDirectory.claim(dir).remove();

        assertThat(left.onExit().join().isAlive()).isFalse();
    }

    @Test
    public void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("file"), "");

        assertThatThrownBy(() -> DemoDirectory.claim(file.resolve("demo"))).isInstanceOf(DemoException.class)
                .hasMessageContaining(file.toString());
    }
}
