package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ScenarioFileTest {

    private static final String WORLD = "title: \"t\"\nduration: 10m\nclusters: [3]\nevents:\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file(String text) throws IOException {
        return Files.writeString(folder.newFile("scenario.yaml").toPath(), text);
    }

    private void refuses(String text, String... words) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> Scenario.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    public void whatIsNoYamlIsRefusedWithLineAndColumn() throws IOException {
        refuses("title: a: b\n", "line 1, column", "this is no YAML", "quotes");
    }

    @Test
    public void aFieldThatDoesNotExistIsRefusedWithThoseThatDo() throws IOException {
        refuses("title: t\nduraton: 10m\n", "line 2", "no 'duraton'", "duration");
    }

    @Test
    public void aMissingFieldIsRefusedWithAnExample() throws IOException {
        refuses("title: t\nclusters: [3]\n", "needs 'duration', such as duration: 30m");
    }

    @Test
    public void unknownWordsAreRefusedWithThoseThatComeClosest() throws IOException {
        refuses(WORLD + "  - {at: 2m, host: host-1, do: loses power}\n", "line 5", "'loses power'", "loses its power",
                "--words");
    }

    @Test
    public void aHostThatDoesNotExistIsRefused() throws IOException {
        refuses(WORLD + "  - {at: 2m, host: host-7, do: hangs}\n", "line 5", "no host-7", "host-1 to host-3");
    }

    @Test
    public void aHostWhereNoneBelongsAndNoneWhereOneDoesAreRefused() throws IOException {
        refuses(WORLD + "  - {at: 2m, do: hangs}\n", "line 5", "add host: host-1");
    }

    @Test
    public void aValueThatDoesNotFitIsRefusedWithOneThatWould() throws IOException {
        refuses(WORLD + "  - {at: 2m, host: host-1, do: answers slowly, value: often}\n", "line 5", "value: 30s",
                "not 'often'");
    }

    @Test
    public void aSettingThatDoesNotExistIsRefusedInItsLine() throws IOException {
        refuses("title: t\nduration: 1m\nclusters: [1]\nsettings:\n  kvm.ha.heartbeat: 5\n", "line 5",
                "no setting kvm.ha.heartbeat", "kvm.ha.heartbeat.period");
    }

    @Test
    public void whenAndAtExcludeEachOther() throws IOException {
        refuses(WORLD + "  - {at: 2m, when: \"host-1: power is off\", host: host-1, do: hangs}\n", "line 5", "either 'at'");
    }

    @Test
    public void aRangeStandsForAllItsHosts() throws IOException {
        Scenario scenario = Scenario.read(file(WORLD + "  - {at: 2m, hosts: [host-1..host-3], do: hangs}\n"));

        assertThat(scenario.events().get(0).hosts()).containsExactly("host-1", "host-2", "host-3");
    }

    @Test
    public void theExampleForAdminsCanBeRead() throws IOException {
        assertThat(Scenario.read(Path.of("examples/rack-loses-power.yaml")).events()).hasSize(1);
    }
}
