package org.hostha.server.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The declaration of an object in responses: its key, and for each field the name, the description and where its value
 * comes from. A field without a value is left out, as CloudStack does.
 *
 * @param <T> what is rendered
 */
public final class ResponseType<T> {

    /** CloudStack's form of a date in a response. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx").withZone(ZoneOffset.UTC);

    /**
     * @param type CloudStack's type word, as {@code listApis} shows it
     * @param nested the type of a sub-object; empty for a plain value
     * @param render from the rendered thing to text, number, boolean, map or list; null leaves the field out
     */
    public record Field<T>(String name, String type, String description, Optional<ResponseType<?>> nested,
            Function<T, ?> render) { }

    private final String key;
    private final List<Field<T>> fields = new ArrayList<>();

    private ResponseType(String key) {
        this.key = key;
    }

    /** @param key the key of the object, and of its array, in an envelope */
    public static <T> ResponseType<T> named(String key) {
        return new ResponseType<>(key);
    }

    public ResponseType<T> text(String name, String description, Function<T, String> value) {
        return with(name, "string", description, value);
    }

    public ResponseType<T> flag(String name, String description, Function<T, Boolean> value) {
        return with(name, "boolean", description, value);
    }

    public ResponseType<T> integer(String name, String description, Function<T, Integer> value) {
        return with(name, "integer", description, value);
    }

    public ResponseType<T> number(String name, String description, Function<T, Long> value) {
        return with(name, "long", description, value);
    }

    public ResponseType<T> date(String name, String description, Function<T, Instant> value) {
        return with(name, "date", description, t -> {
            Instant instant = value.apply(t);
            return instant == null ? null : DATE.format(instant);
        });
    }

    /** A list of plain texts. */
    public ResponseType<T> texts(String name, String description, Function<T, List<String>> value) {
        return with(name, "list", description, value);
    }

    /** Free-form names and values. */
    public ResponseType<T> map(String name, String description, Function<T, Map<String, ?>> value) {
        return with(name, "map", description, value);
    }

    public <U> ResponseType<T> object(String name, String description, ResponseType<U> type, Function<T, U> value) {
        fields.add(new Field<>(name, type.key, description, Optional.of(type), t -> {
            U nested = value.apply(t);
            return nested == null ? null : type.render(nested);
        }));
        return this;
    }

    public <U> ResponseType<T> objects(String name, String description, ResponseType<U> type,
            Function<T, List<U>> value) {
        fields.add(new Field<>(name, "list", description, Optional.of(type), t -> {
            List<U> nested = value.apply(t);
            return nested == null ? null : nested.stream().map(type::render).toList();
        }));
        return this;
    }

    private ResponseType<T> with(String name, String type, String description, Function<T, ?> value) {
        fields.add(new Field<>(name, type, description, Optional.empty(), value));
        return this;
    }

    public String key() {
        return key;
    }

    public List<Field<T>> fields() {
        return List.copyOf(fields);
    }

    /** The object as a tree of maps, lists and plain values, in the order of the declaration. */
    public Map<String, Object> render(T value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Field<T> field : fields) {
            Object rendered = field.render().apply(value);
            if (rendered != null) {
                tree.put(field.name(), rendered);
            }
        }
        return tree;
    }
}
