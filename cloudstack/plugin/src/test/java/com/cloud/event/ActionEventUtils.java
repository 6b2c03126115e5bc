package com.cloud.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** CloudStack's, as far as the plugin feels it. */
public class ActionEventUtils {

    /** What was told. */
    public record Told(Long user, String level, String type, String description, Long resourceId, String resourceType) { }

    public static final List<Told> TOLD = new CopyOnWriteArrayList<>();

    public static Long onCompletedActionEvent(Long user, Long account, String level, String type, String description,
            Long resourceId, String resourceType, long start) {
        TOLD.add(new Told(user, level, type, description, resourceId, resourceType));
        return 1L;
    }
}
