package org.hostha.ha.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hostha.core.EventLoop;
import org.hostha.core.Partition;

/** One loop and the cases that live on it. The map is changed on the loop only, and may be read from anywhere. */
final class Shard {

    final EventLoop loop;
    final CommitQueue commits;
    final Map<Partition, CaseRunner> runners = new ConcurrentHashMap<>();

    /** Number of the newest look at each row; used on the loop only. */
    final Map<Partition, Long> looks = new HashMap<>();

    Shard(EventLoop loop, CommitQueue commits) {
        this.loop = loop;
        this.commits = commits;
    }
}
