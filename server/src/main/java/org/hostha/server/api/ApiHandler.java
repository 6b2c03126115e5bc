package org.hostha.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The endpoint {@code /client/api}, by GET and by POST of a form. Neither query strings nor bodies are ever logged:
 * they hold signatures and passwords.
 */
public final class ApiHandler extends Handler.Abstract {

    private static final String PATH = "/client/api";

    /** CloudStack's bound on the body of a form. */
    private static final int MAX_BODY = 1_048_576;

    /** CloudStack answers this one as bare text, whatever form was asked for. */
    private static final int METHOD_NOT_ALLOWED = 405;

    /** All headers of an answer share 16 KiB; the body has the whole text. */
    private static final int LONGEST_DESCRIPTION = 1024;

    private static final HttpField NO_SNIFF = new HttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField XSS = new HttpField("X-XSS-Protection", "1;mode=block");
    private static final HttpField CSP =
            new HttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final ApiService service;

    public ApiHandler(ApiService service) {
        this.service = service;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
            return false;
        }
        boolean post = request.getMethod().equals("POST");
        if (!post && !request.getMethod().equals("GET")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, POST");
            write(request, response, callback, true, methodNotAllowed(request.getMethod()));
            return true;
        }
        boolean json = true;
        ApiResponse answer;
        try {
            ApiRequest parsed = ApiRequest.of(request.getHttpURI().getQuery(), post ? form(request) : "",
                    origin(request));
            json = parsed.wantsJson();
            answer = service.answer(parsed);
        } catch (ApiException e) {
            answer = ApiResponse.error(ApiResponse.ERROR_ROOT, e);
        }
        write(request, response, callback, json, answer);
        return true;
    }

    /** What HTTP tells of a request's origin, for the API and for whatever else a session opens. */
    public static Origin origin(Request request) {
        Map<String, String> cookies = new HashMap<>();
        Request.getCookies(request).forEach(cookie -> cookies.putIfAbsent(cookie.getName(), cookie.getValue()));
        return new Origin(request.getMethod().equals("POST"), request.isSecure(), Request.getRemoteAddr(request),
                cookies);
    }

    private static ApiResponse methodNotAllowed(String method) {
        return ApiResponse.error(ApiResponse.ERROR_ROOT, ApiException.methodNotAllowed(method));
    }

    private static String form(Request request) throws IOException {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return "";
        }
        try (InputStream body = Content.Source.asInputStream(request)) {
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw ApiException.badRequest("The body of the request is larger than " + MAX_BODY + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String description(String error) {
        return error.substring(0, Math.min(error.length(), LONGEST_DESCRIPTION)).replaceAll("[^\\x20-\\x7E]", " ");
    }

    private static void write(Request request, Response response, Callback callback, boolean json,
            ApiResponse answer) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, json ? Envelope.JSON_TYPE : Envelope.XML_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(NO_SNIFF);
        response.getHeaders().put(XSS);
        response.getHeaders().put(CSP);
        answer.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE,
                cookie.header(request.isSecure())));
        if (answer.status() == METHOD_NOT_ALLOWED) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=UTF-8");
            Content.Sink.write(response, true, answer.error(), callback);
            return;
        }
        if (!answer.error().isEmpty()) {
            response.getHeaders().put("X-Description", description(answer.error()));
        }
        String body = json ? Envelope.json(answer.root(), answer.tree()) : Envelope.xml(answer.root(), answer.tree());
        Content.Sink.write(response, true, body, callback);
    }
}
