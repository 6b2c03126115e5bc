package org.hostha.server.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the console, ready to be sent.
 *
 * @param type its media type
 * @param tag changes with the content
 */
record Asset(String type, String tag, byte[] plain, byte[] zipped) {

    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=UTF-8",
            "js", "text/javascript; charset=UTF-8", "css", "text/css; charset=UTF-8", "svg", "image/svg+xml",
            "json", "application/json; charset=UTF-8");

    /** Reads a resource of the class path; empty when it isn't there, or is of no kind that the console consists of. */
    static Optional<Asset> read(String resource) {
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        try (InputStream stream = type == null ? null : Asset.class.getClassLoader().getResourceAsStream(resource)) {
            return stream == null ? Optional.empty() : Optional.of(of(type, stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Asset of(String type, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        return new Asset(type, "\"" + Long.toHexString(sum.getValue()) + "-" + content.length + "\"", content,
                zip(content));
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
