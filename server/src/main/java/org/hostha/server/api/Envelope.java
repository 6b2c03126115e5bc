package org.hostha.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** The two written forms of an answer: one tree, rendered as JSON or as XML. */
public final class Envelope {

    public static final String JSON_TYPE = "application/json; charset=UTF-8";
    public static final String XML_TYPE = "text/xml; charset=UTF-8";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Envelope() {
    }

    /** {@code {"root":{...}}}. */
    public static String json(String root, Map<String, Object> tree) {
        return write(Map.of(root, tree));
    }

    /** A tree of maps, lists and plain values as JSON. */
    public static String write(Map<String, Object> tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can't be written", e);
        }
    }

    /** Rows and texts of a list are repeated elements of its name, as CloudStack writes them. */
    public static String xml(String root, Map<String, Object> tree) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        element(out, root, tree);
        return out.toString();
    }

    private static void element(StringBuilder out, String name, Object value) {
        if (value instanceof List<?> rows) {
            rows.forEach(row -> element(out, name, row));
            return;
        }
        out.append('<').append(name).append('>');
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, nested) -> element(out, elementName(key.toString()), nested));
        } else {
            escape(out, value.toString());
        }
        out.append("</").append(name).append('>');
    }

    /** Keys of free-form maps can hold what an element's name can't. */
    private static String elementName(String key) {
        String name = key.replaceAll("[^A-Za-z0-9_.-]", "_");
        return name.matches("[A-Za-z_].*") ? name : "_" + name;
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n', '\r', '\t' -> out.append(c);
                default -> out.append(c < 0x20 ? '?' : c);
            }
        }
    }
}
