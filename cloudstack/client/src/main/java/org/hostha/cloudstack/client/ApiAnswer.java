package org.hostha.cloudstack.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Iterator;

/** Reads one HTTP answer: unwraps {@code <command>response}, and turns an error into its exception. */
final class ApiAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_QUOTE = 200;

    private ApiAnswer() {
    }

    static JsonNode read(String command, int status, String body) {
        JsonNode content = content(command, status, body);
        if (status != 200 || content.has("errorcode")) {
            throw new ApiErrorException(command, content.path("errorcode").asInt(status),
                    content.path("cserrorcode").asInt(0), content.path("errortext").asText("HTTP status " + status));
        }
        return content;
    }

    private static JsonNode content(String command, int status, String body) {
        if (body.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode root = JSON.readTree(body);
            // JsonNode.properties() would do, but is younger than the Jackson 2.13 of CloudStack 4.22.
            for (Iterator<String> names = root.fieldNames(); names.hasNext();) {
                String name = names.next();
                if (!name.equals("cloudstack-version")) {
                    return root.get(name);
                }
            }
            return JsonNodeFactory.instance.objectNode();
        } catch (JsonProcessingException e) {
            String start = body.length() > LONGEST_QUOTE ? body.substring(0, LONGEST_QUOTE) + "..." : body;
            throw new ApiErrorException(command, status, 0, "not a JSON answer: " + start);
        }
    }
}
