package org.hostha.oobm.nestedcloudstack.internal;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hostha.cloudstack.client.ApiKey;
import org.hostha.cloudstack.client.CloudStackClient;
import org.hostha.oobm.BmcEndpoint;
import org.hostha.oobm.OutOfBandManagementException;
import org.hostha.oobm.OutOfBandManagementException.Kind;

/** One client for each outer cloud and key, because each has connections and threads of its own. */
final class Clients {

    private static final int MOST = 64;

    private record Key(URI url, ApiKey key) { }

    private final Map<Key, CloudStackClient> clients = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CloudStackClient> eldest) {
            return size() > MOST;
        }
    };

    /** @throws OutOfBandManagementException {@code UNREACHABLE} for an address or keys that can't be right */
    synchronized CloudStackClient client(BmcEndpoint bmc) {
        if (bmc.username().isBlank() || bmc.password().revealText().isBlank()) {
            throw wrong(bmc, "the user name must be an API key, the password its secret key");
        }
        Key key = new Key(url(bmc), new ApiKey(bmc.username(), bmc.password().revealText()));
        return clients.computeIfAbsent(key, missing -> new CloudStackClient(missing.url(), missing.key()));
    }

    private static URI url(BmcEndpoint bmc) {
        try {
            URI url = URI.create(bmc.address().trim());
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("https") || scheme.equals("http")) && url.getHost() != null && url.getUserInfo() == null
                    && url.getQuery() == null && url.getFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Explained below.
        }
        throw wrong(bmc, "the address must be the URL of the outer cloud's API, such as "
                + "https://cloud.example/client/api");
    }

    private static OutOfBandManagementException wrong(BmcEndpoint bmc, String why) {
        return new OutOfBandManagementException(Kind.UNREACHABLE, bmc + ": " + why);
    }
}
