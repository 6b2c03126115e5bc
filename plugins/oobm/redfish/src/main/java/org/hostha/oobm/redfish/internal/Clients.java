package org.hostha.oobm.redfish.internal;

import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.hostha.core.Settings;
import org.hostha.oobm.redfish.RedfishSettings;

/**
 * The HTTP client for the settings in force. A change of what is trusted makes a new one: connections and TLS
 * sessions that were trusted by the old rules are not used any more.
 */
final class Clients {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private record Rules(String fingerprints, boolean ignore) { }

    private final Settings settings;
    private final KeyStore anchors;
    private Rules rules;
    private HttpClient client;

    Clients(Settings settings, KeyStore anchors) {
        this.settings = settings;
        this.anchors = anchors;
    }

    synchronized HttpClient client() {
        Rules now = new Rules(settings.value(RedfishSettings.CERTIFICATE_FINGERPRINTS),
                settings.value(RedfishSettings.IGNORE_SSL));
        if (!now.equals(rules)) {
            client = newClient(now);
            rules = now;
        }
        return client;
    }

    /**
     * No proxy, because a password for a BMC is no proxy's business; no redirects, because those may lead elsewhere.
     */
    private HttpClient newClient(Rules rules) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new Trust(rules.fingerprints(), rules.ignore(), anchors).managers(), null);
            return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls)
                    .followRedirects(HttpClient.Redirect.NEVER).proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT_TIMEOUT).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }
}
