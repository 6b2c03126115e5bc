package org.hostha.server.auth;

import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** CloudStack's settings of authentication. */
public final class AuthSettings {

    public static final Setting<String> SESSION_KEY_LOCATIONS = Setting.text("api.sessionkey.check.locations",
            "CookieAndParameter", Scope.Global, "Where a session's key must be: CookieAndParameter,"
                    + " CookieOrParameter or ParameterOnly");

    private AuthSettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(SESSION_KEY_LOCATIONS);
    }
}
