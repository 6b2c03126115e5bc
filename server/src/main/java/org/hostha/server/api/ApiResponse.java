package org.hostha.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer before it is written: a root key and the tree under it.
 *
 * @param status of HTTP
 * @param error the text of the error, empty for an answer that is none
 * @param cookies that the client is to keep or to forget
 */
public record ApiResponse(int status, String root, Map<String, Object> tree, String error, List<Cookie> cookies) {

    /** The root of errors that belong to no known command. */
    static final String ERROR_ROOT = "errorresponse";

    static ApiResponse ok(Command command, Map<String, Object> tree, List<Cookie> cookies) {
        return new ApiResponse(200, command.root(), tree, "", cookies);
    }

    static ApiResponse error(String root, ApiException failure) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("uuidList", List.of());
        tree.put("errorcode", failure.status());
        if (failure.csErrorCode() != 0) {
            tree.put("cserrorcode", failure.csErrorCode());
        }
        tree.put("errortext", failure.getMessage());
        return new ApiResponse(failure.status(), root, tree, failure.getMessage(), List.of());
    }
}
