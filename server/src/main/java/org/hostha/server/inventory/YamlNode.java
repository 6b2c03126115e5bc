package org.hostha.server.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A place in a YAML file that knows its line and its field, so that each complaint can name both. */
final class YamlNode {

    private final String file;
    private final String field;
    private final Node node;

    private YamlNode(String file, String field, Node node) {
        this.file = file;
        this.field = field;
        this.node = node;
    }

    static YamlNode parse(String file, String text) {
        try {
            Node root = new Compose(LoadSettings.builder().setLabel(file).setUseMarks(true).build()).composeString(text)
                    .orElseThrow(() -> new InventoryException(file + " is empty: write at least 'zones: []'"));
            return new YamlNode(file, "", root);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new InventoryException(file + " line " + line + ": this is not YAML: " + e.getProblem()
                    + ". Check indentation, quotes and brackets there.", e);
        } catch (YamlEngineException e) {
            throw new InventoryException(file + ": this is not YAML: " + e.getMessage(), e);
        }
    }

    /** The fields of a mapping; a field that is not {@code known} is a mistake. */
    Map<String, YamlNode> fields(Set<String> known) {
        Map<String, YamlNode> fields = entries();
        fields.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw value.wrong("unknown field", "use one of " + known.stream().sorted().toList());
            }
        });
        return fields;
    }

    /** The entries of a mapping, whatever their names. */
    Map<String, YamlNode> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("not a mapping", "write fields as 'name: value'");
        }
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw wrong("has a name that is not a text", "write fields as 'name: value'");
            }
            String name = key.getValue();
            YamlNode value = new YamlNode(file, field.isEmpty() ? name : field + "." + name, tuple.getValueNode());
            if (fields.put(name, value) != null) {
                throw value.wrong("is there twice", "keep one of them");
            }
        }
        return fields;
    }

    List<YamlNode> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("not a list", "write items after dashes, or in square brackets");
        }
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlNode(file, field + "[" + items.size() + "]", item));
        }
        return items;
    }

    String text() {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw wrong("has no value", "write a text there");
        }
        return scalar.getValue();
    }

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("is '" + text() + "'", "write true or false");
        };
    }

    /** The text of a name that must be there once in its list. */
    String unique(Set<String> seen) {
        if (!seen.add(text())) {
            throw wrong("'" + text() + "' is there twice", "give each a name of its own");
        }
        return text();
    }

    /** The text of a name that must be among {@code names}. */
    String oneOf(Set<String> names, String what) {
        if (!names.contains(text())) {
            throw wrong("there is no " + what + " '" + text() + "'", "use one of " + names.stream().sorted().toList());
        }
        return text();
    }

    YamlNode required(Map<String, YamlNode> fields, String name) {
        YamlNode value = fields.get(name);
        if (value == null) {
            throw wrong("'" + name + "' is missing", "add '" + name + ": ...'");
        }
        return value;
    }

    InventoryException wrong(String what, String remedy) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new InventoryException(file + " line " + line + ": " + (field.isEmpty() ? "" : field + ": ") + what
                + "; " + remedy + ".");
    }
}
