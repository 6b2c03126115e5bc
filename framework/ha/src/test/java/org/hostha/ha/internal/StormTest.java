package org.hostha.ha.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.hostha.core.MonotonicTime;
import org.hostha.core.PartitionType;
import org.hostha.core.Resource;
import org.hostha.ha.HASettings;
import org.junit.Test;

public class StormTest {

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final List<Resource> hosts = LongStream.rangeClosed(1, 4)
            .mapToObj(id -> new Resource(PartitionType.Host, id, "uuid-" + id, "kvm-0" + id, 1, 1, 1)).toList();
    private final GivenSettings settings = new GivenSettings();
    private final Storm storm = new Storm(1, settings);

    @Test
    public void aGuardThatClosesStaysClosedForAWhileWhateverIsSet() {
        settings.set(HASettings.STORM_COOL_DOWN, Duration.ZERO);
        assertThat(closedAfterAllWereSuspect()).isTrue();

        assertThat(closedAt(19)).isTrue();
        assertThat(closedAt(20)).isFalse();
    }

    @Test
    public void aGuardClosesWhenAllAreSuspectWhateverTheShare() {
        settings.set(HASettings.STORM_SHARE, 50.0);

        assertThat(closedAfterAllWereSuspect()).isTrue();
    }

    /** At 5 s, one check interval after the first. */
    private boolean closedAfterAllWereSuspect() {
        count(0);
        count(5);
        return closedAt(5);
    }

    private void count(long second) {
        storm.reset(at(second));
        hosts.forEach(storm::add);
        hosts.forEach(host -> storm.moved(new Guards.Member(host, true, CHECK_INTERVAL), at(second)));
    }

    private boolean closedAt(long second) {
        storm.judge(at(second)).ifPresent(row -> storm.saved(row, true));
        return storm.closed();
    }

    private static MonotonicTime at(long second) {
        return new MonotonicTime(0).plus(Duration.ofSeconds(second));
    }
}
