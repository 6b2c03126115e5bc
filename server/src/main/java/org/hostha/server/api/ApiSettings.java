package org.hostha.server.api;

import java.time.Duration;
import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** CloudStack's settings of the API. */
public final class ApiSettings {

    public static final Setting<Long> PAGE_SIZE = Setting.number("default.page.size", 500, Scope.Global,
            "Rows of a list at most, unless a client asks for all of them by pagesize=-1");
    public static final Setting<Boolean> ENFORCE_POST = Setting.flag("enforce.post.requests.and.timestamps", false,
            Scope.Global, "Whether what changes something must be sent by POST, and every signature must expire within"
                    + " a quarter of an hour");
    public static final Setting<Long> JOB_RETENTION_MINUTES = Setting.number("job.expire.minutes", 1440, 1,
            Duration.ofDays(3650).toMinutes(), Scope.Global, "Minutes after which a job is forgotten");

    private ApiSettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(PAGE_SIZE, ENFORCE_POST, JOB_RETENTION_MINUTES);
    }

    /** How far ahead a signature may expire at most, where that is enforced. */
    public static Duration longestExpiry() {
        return Duration.ofMinutes(15);
    }
}
