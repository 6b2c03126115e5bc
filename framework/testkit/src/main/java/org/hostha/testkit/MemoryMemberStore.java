package org.hostha.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hostha.ha.spi.MemberStore;

/** Managers' signs of life in memory, for tests and virtual time. */
public final class MemoryMemberStore implements MemberStore {

    private record Row(long run, long number) { }

    private final Map<Long, Row> rows = new TreeMap<>();

    @Override
    public synchronized void join(long manager, long run) {
        rows.merge(manager, new Row(run, 1), (old, first) -> new Row(run, old.number() + 1));
    }

    @Override
    public synchronized Optional<Map<Long, Long>> renew(long manager, long run) {
        Row row = rows.get(manager);
        if (row == null || row.run() != run) {
            return Optional.empty();
        }
        rows.put(manager, new Row(run, row.number() + 1));
        Map<Long, Long> numbers = new TreeMap<>();
        rows.forEach((other, sign) -> numbers.put(other, sign.number()));
        return Optional.of(numbers);
    }

    @Override
    public synchronized void leave(long manager, long run) {
        rows.computeIfPresent(manager, (key, row) -> row.run() == run ? null : row);
    }
}
