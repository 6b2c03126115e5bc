package org.hostha.server.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.hostha.core.Settings;

/** {@code GET /metrics}, for the addresses of {@link MetricsSettings#ALLOWED_IPS}. */
public final class Scrape extends Handler.Abstract {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int FORBIDDEN = 403;

    private final PrometheusMeterRegistry registry;
    private final CloudGauges cloud;
    private final Settings settings;

    public Scrape(PrometheusMeterRegistry registry, CloudGauges cloud, Settings settings) {
        this.registry = registry;
        this.cloud = cloud;
        this.settings = settings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals("/metrics") || !request.getMethod().equals("GET")) {
            return false;
        }
        if (!isAllowed(Request.getRemoteAddr(request))) {
            Response.writeError(request, response, callback, FORBIDDEN);
            return true;
        }
        cloud.refresh();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, registry.scrape(TYPE), callback);
        return true;
    }

    private boolean isAllowed(String address) {
        return Arrays.stream(settings.value(MetricsSettings.ALLOWED_IPS).split(",")).map(String::trim)
                .anyMatch(allowed -> allowed.equals("*") || allowed.equals(address));
    }
}
