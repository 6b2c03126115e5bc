package org.hostha.server.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.hostha.ha.HAState;
import org.hostha.ha.HAStateMachine;

/**
 * The console's files: its page at {@code /}, its modules below {@code /console/}, the libraries that they use below
 * {@code /console/lib/}, and the engine's own table of states. None of them holds anything secret, so they need no
 * session.
 */
public final class ConsoleHandler extends Handler.Abstract {

    private static final String PREFIX = "/console/";
    private static final String FILES = "org/hostha/console/";
    private static final String LIBRARIES = "lib/";
    private static final String STATES = "states.json";

    /** What the page uses of the libraries; the rest of their files is nobody's business. */
    private static final Set<String> USED = Set.of("vue/dist/vue.runtime.global.prod.js",
            "ant-design-vue/dist/antd.min.js", "ant-design-vue/dist/reset.css", "dayjs/dayjs.min.js",
            "dayjs/plugin/customParseFormat.js", "dayjs/plugin/weekday.js", "dayjs/plugin/localeData.js",
            "dayjs/plugin/weekOfYear.js", "dayjs/plugin/weekYear.js", "dayjs/plugin/quarterOfYear.js",
            "dayjs/plugin/advancedFormat.js");
    private static final int NOT_MODIFIED = 304;

    /** Scripts come from here alone; Ant Design writes its styles into the page. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Map<String, Optional<Asset>> assets = new ConcurrentHashMap<>();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        Optional<String> file = path.equals("/") ? Optional.of("index.html")
                : Optional.of(path).filter(p -> p.startsWith(PREFIX)).map(p -> p.substring(PREFIX.length()));
        Optional<Asset> asset = file.filter(name -> reads).flatMap(this::asset);
        asset.ifPresent(found -> send(found, request, response, callback));
        return asset.isPresent();
    }

    /** What is not there is not remembered: a stranger's guesses must not fill the memory. */
    private Optional<Asset> asset(String name) {
        Optional<Asset> known = assets.get(name);
        if (known != null) {
            return known;
        }
        Optional<Asset> read = name.contains("..") ? Optional.empty() : read(name);
        read.ifPresent(asset -> assets.put(name, read));
        return read;
    }

    private static Optional<Asset> read(String name) {
        if (name.equals(STATES)) {
            return Optional.of(Asset.of("application/json; charset=UTF-8", states()));
        }
        if (!name.startsWith(LIBRARIES)) {
            return Asset.read(FILES + name);
        }
        String file = name.substring(LIBRARIES.length());
        if (!USED.contains(file)) {
            return Optional.empty();
        }
        String[] parts = file.split("/", 2);
        return version(parts[0]).flatMap(
                version -> Asset.read("META-INF/resources/webjars/" + parts[0] + "/" + version + "/" + parts[1]));
    }

    /** WebJars keep their files in a folder that is named after the version. */
    private static Optional<String> version(String library) {
        String file = "META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        try (InputStream stream = ConsoleHandler.class.getClassLoader().getResourceAsStream(file)) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return Optional.ofNullable(properties.getProperty("version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] states() {
        List<Map<String, String>> table = HAStateMachine.table().stream().map(row -> Map.of(
                "from", row.from().map(HAState::name).orElse(""), "event", row.event().name(),
                "to", row.to().name())).toList();
        try {
            return new ObjectMapper().writeValueAsBytes(table);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Asset asset, Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, asset.type());
        response.getHeaders().put(HttpHeader.ETAG, asset.tag());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders().put("Content-Security-Policy", POLICY);
        if (asset.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(NOT_MODIFIED);
            response.write(true, null, callback);
            return;
        }
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
        boolean zip = accepted != null && accepted.contains("gzip");
        if (zip) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        byte[] body = zip ? asset.zipped() : asset.plain();
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, request.getMethod().equals("HEAD") ? null : ByteBuffer.wrap(body), callback);
    }
}
