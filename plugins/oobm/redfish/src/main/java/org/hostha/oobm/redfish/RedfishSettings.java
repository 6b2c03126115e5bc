package org.hostha.oobm.redfish;

import java.time.Duration;
import java.util.List;
import org.hostha.core.Setting;
import org.hostha.core.Setting.Scope;

/** The settings of {@link RedfishDriver}; the first three are CloudStack's. All are read at every use. */
public final class RedfishSettings {

    public static final Setting<Boolean> USE_HTTPS = Setting.flag("redfish.use.https", true, Scope.Global,
            "Use HTTPS; over plain HTTP everybody on the way can read the password");

    public static final Setting<Boolean> IGNORE_SSL = Setting.flag("redfish.ignore.ssl", false, Scope.Global,
            "Insecure: accept any certificate from a BMC that has no fingerprint of its own in "
                    + "redfish.certificate.fingerprints. Touches this driver's connections only");

    /**
     * CloudStack repeats everything, resets included; here nothing that changes something is repeated once it may be
     * sent.
     */
    public static final Setting<Long> RETRIES = Setting.number("redfish.retries", 2, Scope.Global,
            "How often a reading is repeated when the connection fails or the BMC is busy (0 to 10), one second "
                    + "apart; a reset is never repeated");

    public static final Setting<String> CERTIFICATE_FINGERPRINTS = Setting.text("redfish.certificate.fingerprints", "",
            Scope.Global, "SHA-256 fingerprints of BMC certificates to accept whoever signed them, separated by "
                    + "commas; address=fingerprint accepts nothing else from that address");

    public static final Setting<String> SYSTEM_ID = Setting.text("redfish.system.id", "", Scope.Global,
            "Id of the system to manage on BMCs that have several, for hosts whose address names none (address/id)");

    public static final Setting<Duration> SESSION_KEEP = Setting.seconds("redfish.session.keep", 90, Scope.Global,
            "Seconds to keep a session for the next reading, so that each needn't log in; 0 ends each at once");

    private RedfishSettings() {
    }

    public static List<Setting<?>> all() {
        return List.of(USE_HTTPS, IGNORE_SSL, RETRIES, CERTIFICATE_FINGERPRINTS, SYSTEM_ID, SESSION_KEEP);
    }
}
