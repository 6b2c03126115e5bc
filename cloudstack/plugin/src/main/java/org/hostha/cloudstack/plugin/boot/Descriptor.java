package org.hostha.cloudstack.plugin.boot;

import java.util.Map;

/** A JVM descriptor in words that an admin can search for. */
final class Descriptor {

    private static final Map<Character, String> PRIMITIVES = Map.of('Z', "boolean", 'B', "byte", 'C', "char", 'S', "short",
            'I', "int", 'J', "long", 'F', "float", 'D', "double", 'V', "void");

    private Descriptor() {
    }

    /** For a method {@code (A, B): R}, else the type; types by their simple names. */
    static String readable(String descriptor) {
        StringBuilder text = new StringBuilder();
        boolean between = false;
        for (int at = 0; at < descriptor.length(); ) {
            char c = descriptor.charAt(at);
            if (c == '(') {
                text.append('(');
                at++;
                continue;
            }
            if (c == ')') {
                text.append("): ");
                between = false;
                at++;
                continue;
            }
            int dimensions = at;
            while (descriptor.charAt(dimensions) == '[') {
                dimensions++;
            }
            int end = descriptor.charAt(dimensions) == 'L' ? descriptor.indexOf(';', dimensions) + 1 : dimensions + 1;
            text.append(between ? ", " : "").append(type(descriptor.substring(dimensions, end)))
                    .append("[]".repeat(dimensions - at));
            between = true;
            at = end;
        }
        return text.toString();
    }

    private static String type(String descriptor) {
        if (descriptor.charAt(0) != 'L') {
            return PRIMITIVES.get(descriptor.charAt(0));
        }
        return descriptor.substring(descriptor.lastIndexOf('/') + 1, descriptor.length() - 1).replace('$', '.');
    }
}
