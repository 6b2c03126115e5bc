package org.hostha.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML map of which nothing is believed, and of which it is known what stands in which line. */
final class Fields {

    private final String what;
    private final Node place;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    /**
     * @param what it is to be, for messages
     * @param allowed the fields it may have
     */
    Fields(Node node, String what, List<String> allowed) {
        this.what = what;
        this.place = node;
        if (!(node instanceof MappingNode map)) {
            throw at(node, "this is no " + what + "; it is a map with " + allowed);
        }
        for (NodeTuple tuple : map.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a field's name");
            if (!allowed.isEmpty() && !allowed.contains(key)) {
                throw at(tuple.getKeyNode(), "a " + what + " has no '" + key + "'; it has " + allowed);
            }
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw at(tuple.getKeyNode(), "'" + key + "' is there twice; leave one");
            }
        }
    }

    /** A complaint that says in which line. */
    static IllegalArgumentException at(Node node, String what) {
        String line = node.getStartMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
        return new IllegalArgumentException(line + what);
    }

    /** A complaint about a field, or about its absence. */
    IllegalArgumentException about(String key, String what) {
        return at(fields.getOrDefault(key, place), what);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(fields.get(key)).map(node -> scalar(node, "'" + key + "'"));
    }

    /** @param example what a right value looks like */
    String required(String key, String example) {
        return text(key).orElseThrow(() -> about(key, "a " + what + " needs '" + key + "', such as " + key + ": " + example));
    }

    int number(String key, int otherwise, int least, int most) {
        String text = text(key).orElse(Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw about(key, "'" + key + "' must be a whole number from " + least + " to " + most + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    List<Node> list(String key) {
        Node found = fields.get(key);
        if (found == null) {
            return List.of();
        }
        if (!(found instanceof SequenceNode sequence)) {
            throw at(found, "'" + key + "' must be a list; write it in brackets, or with a dash before each");
        }
        return sequence.getValue();
    }

    List<String> texts(String key) {
        return list(key).stream().map(node -> scalar(node, "each of '" + key + "'")).toList();
    }

    /** A map within, of whatever keys. */
    Optional<Fields> map(String key) {
        return Optional.ofNullable(fields.get(key)).filter(node -> !isNothing(node))
                .map(node -> new Fields(node, "map of '" + key + "'", List.of()));
    }

    Iterable<String> keys() {
        return fields.keySet();
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    private static String scalar(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            throw at(node, what + " must be a single value");
        }
        return scalar.getValue();
    }
}
