package org.hostha.ha.kvm.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hostha.ha.kvm.spi.AgentReport;
import org.hostha.ha.kvm.spi.PoolObservation;
import org.hostha.ha.kvm.spi.VmDisk;
import org.junit.Test;

public class ProbeProtocolTest {

    @Test
    public void aReportIsReadInFull() {
        assertThat(ProbeProtocol.report("probe\t1\nboot\tb-1\nperiod\t10\nvm\ti-2-3-VM\nvm\ti-2-4-VM\nend\n"))
                .isEqualTo(new AgentReport("b-1", List.of("i-2-3-VM", "i-2-4-VM"),
                        Optional.of(Duration.ofSeconds(10))));
        assertThat(ProbeProtocol.report("probe\t1\nboot\tb-1\nend\n"))
                .isEqualTo(new AgentReport("b-1", List.of(), Optional.empty()));
    }

    @Test
    public void anObservationShowsEachPool() {
        assertThat(ProbeProtocol.observations("probe\t1\npool\tnfs 1\nheartbeat\t7 b-1\ndisk\tv-1\t10 8\npool\tnfs-2\n"
                + "error\tStale file handle\npool\tnfs-3\npool\tnfs-4\nown\t9 b-2\nheartbeat\t8 b-1\nend\n"))
                .containsExactly(
                        PoolObservation.seen("nfs 1", Optional.of("7 b-1"), Map.of("v-1", "10 8")),
                        PoolObservation.failed("nfs-2", "Stale file handle"),
                        PoolObservation.seen("nfs-3", Optional.empty(), Map.of()),
                        PoolObservation.seen("nfs-4", Optional.of("8 b-1"), Map.of()).withOwn("9 b-2"));
    }

    @Test
    public void whatIsNotAWholeAnswerIsNone() {
        for (String answer : List.of("", "end", "probe\t1\nboot\tb-1\n", "probe\t2\nboot\tb-1\nend\n",
                "probe\t1\nboot\tb-1\nwhat\tx\nend\n", "probe\t1\nperiod\tx\nboot\tb\nend\n", "probe\t1\nboot\t\nend\n",
                "probe\t1\nend\n", "Welcome!\nprobe\t1\nboot\tb-1\nend\n")) {
            assertThatThrownBy(() -> ProbeProtocol.report(answer)).as(answer)
                    .isInstanceOf(ProbeProtocol.NonsenseException.class);
        }
        for (String answer : List.of("probe\t1\npool\tp\nheartbeat\tx\n", "probe\t1\nheartbeat\tx\nend\n",
                "probe\t1\npool\tp\ndisk\tv\nend\n")) {
            assertThatThrownBy(() -> ProbeProtocol.observations(answer)).as(answer)
                    .isInstanceOf(ProbeProtocol.NonsenseException.class);
        }
    }

    @Test
    public void aNameCanNotSmuggleALine() {
        assertThat(ProbeProtocol.observe("10.0.0.1", List.of(new VmDisk("vm", "p", "v\nend"),
                new VmDisk("vm", "p\tq", "v"), new VmDisk("vm", "nfs 1", "v-1")), Duration.ofMillis(10_500)))
                .isEqualTo("observe\t10.0.0.1\t10\ndisk\tnfs 1\tv-1\nend\n");
    }
}
