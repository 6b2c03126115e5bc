package org.hostha.server.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest picture, and since when each of its parts has looked as it does: whoever knows an older one is told the
 * difference, however much they have missed. Used by one thread at a time.
 */
final class Board {

    private Picture picture = new Picture(Map.of(), List.of(), 0, 0);
    private final Map<Long, Long> changed = new HashMap<>();
    private long version;
    private long placesChanged;
    private long newsChanged;
    private long removed;

    /** Takes a new picture in, and says whether anything is different. */
    boolean show(Picture next) {
        Picture before = picture;
        if (next.equals(before) && version > 0) {
            return false;
        }
        version++;
        next.hosts().forEach((id, row) -> {
            if (!row.equals(before.hosts().get(id))) {
                changed.put(id, version);
            }
        });
        if (changed.keySet().retainAll(next.hosts().keySet())) {
            removed = version;
        }
        placesChanged = next.places().equals(before.places()) ? placesChanged : version;
        boolean news = next.lastEvent() != before.lastEvent() || next.lastAlert() != before.lastAlert();
        newsChanged = news ? version : newsChanged;
        picture = next;
        return true;
    }

    long version() {
        return version;
    }

    /**
     * What has changed since a version, as it is sent: {@code whole} means that hosts which are not in it are gone.
     *
     * @param known 0 for somebody who knows nothing yet
     */
    Map<String, Object> since(long known) {
        boolean whole = known == 0 || removed > known;
        List<Object> hosts = new ArrayList<>();
        picture.hosts().forEach((id, row) -> {
            if (whole || changed.getOrDefault(id, 0L) > known) {
                hosts.add(row.values());
            }
        });
        Map<String, Object> difference = new HashMap<>(Map.of("whole", whole, "hosts", hosts));
        if (whole || placesChanged > known) {
            difference.put("places", picture.places());
        }
        if (whole || newsChanged > known) {
            difference.put("lastEvent", picture.lastEvent());
            difference.put("lastAlert", picture.lastAlert());
        }
        return difference;
    }
}
