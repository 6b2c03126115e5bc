package org.hostha.server.api;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The declaration of one parameter of a command: what {@code listApis} shows and what is enforced, in one place.
 *
 * @param <T> what the command reads
 */
public final class Parameter<T> {

    /** The value of an id parameter that CloudStack passes through unseen. */
    public static final long NO_ID = -1;

    private static final Pattern INTERNAL_ID = Pattern.compile("[0-9]{1,18}");
    private static final int DEFAULT_LENGTH = 255;
    private static final int LIST_LENGTH = 20_000;

    /** CloudStack's type words, as {@code listApis} shows them. */
    public enum Kind { UUID, STRING, BOOLEAN, INTEGER, LONG, LIST, DATE }

    /** Turns the text of a request into a value. */
    @FunctionalInterface
    private interface Reader<T> {
        /**
         * @param internalIds whether internal ids are taken as well as UUIDs
         * @return empty when the text counts as no value at all
         * @throws IllegalArgumentException saying what is wrong with the text
         */
        Optional<T> read(String text, EntityIds ids, boolean internalIds);
    }

    private final String name;
    private final Kind kind;
    private final Entity entity;
    private final Reader<T> reader;
    private final boolean required;
    private final boolean emptyToo;
    private final int length;
    private final String since;
    private final String description;

    private Parameter(String name, Kind kind, Entity entity, Reader<T> reader, boolean required, boolean emptyToo,
            int length, String since, String description) {
        this.name = name;
        this.kind = kind;
        this.entity = entity;
        this.reader = reader;
        this.required = required;
        this.emptyToo = emptyToo;
        this.length = length;
        this.since = since;
        this.description = description;
    }

    /**
     * The id of an entity; the command reads its internal id, which may be that of a removed one, or {@link #NO_ID}.
     */
    public static Parameter<Long> id(String name, Entity entity, String description) {
        return new Parameter<>(name, Kind.UUID, entity, (text, ids, internalIds) ->
                readId(text, entity, ids, internalIds), false, false, DEFAULT_LENGTH, "", description);
    }

    /** Ids, comma separated; the command reads internal ids. */
    public static Parameter<List<Long>> ids(String name, Entity entity, String description) {
        return new Parameter<>(name, Kind.LIST, entity, (text, ids, internalIds) -> Optional.of(
                Arrays.stream(text.split(",")).map(String::trim)
                        .flatMap(one -> readId(one, entity, ids, internalIds).stream()).toList()),
                false, false, LIST_LENGTH, "", description);
    }

    public static Parameter<String> text(String name, String description) {
        return new Parameter<>(name, Kind.STRING, null, (text, ids, internal) -> Optional.of(text), false, false, DEFAULT_LENGTH,
                "", description);
    }

    /** {@code true} in any case is true; every other text is false. */
    public static Parameter<Boolean> flag(String name, String description) {
        return new Parameter<>(name, Kind.BOOLEAN, null, (text, ids, internal) ->
                Optional.of(text.equalsIgnoreCase("true")),
                false, false, DEFAULT_LENGTH, "", description);
    }

    public static Parameter<Integer> integer(String name, String description) {
        return new Parameter<>(name, Kind.INTEGER, null, (text, ids, internal) -> text.isBlank() ? Optional.empty()
                : Optional.of(Integer.valueOf(text.trim())), false, false, DEFAULT_LENGTH, "", description);
    }

    public static Parameter<Long> number(String name, String description) {
        return new Parameter<>(name, Kind.LONG, null, (text, ids, internal) ->
                Optional.of(Long.valueOf(text.trim())), false, false, DEFAULT_LENGTH, "", description);
    }

    /** Comma separated, without escapes. */
    public static Parameter<List<String>> list(String name, String description) {
        return new Parameter<>(name, Kind.LIST, null, (text, ids, internal) -> Optional.of(items(text)),
                false, false, LIST_LENGTH, "", description);
    }

    private static List<String> items(String text) {
        List<String> items = List.of(text.split(","));
        if (items.stream().anyMatch(item -> item.length() > DEFAULT_LENGTH)) {
            throw new IllegalArgumentException("an item is longer than " + DEFAULT_LENGTH + " characters");
        }
        return items;
    }

    /**
     * A point in time: ISO 8601 with a zone, {@code yyyy-MM-dd HH:mm:ss} or {@code yyyy-MM-dd}, the latter two in UTC.
     */
    public static Parameter<Instant> date(String name, String description) {
        return new Parameter<>(name, Kind.DATE, null, (text, ids, internal) -> Optional.of(Dates.parse(text)), false,
                false, DEFAULT_LENGTH, "", description);
    }

    /**
     * The same, brought by a later release of CloudStack. An id parameter then does not take the internal id, and reads
     * what is no UUID as absent.
     */
    public Parameter<T> since(String release) {
        return new Parameter<>(name, kind, entity, reader, required, emptyToo, length, release, description);
    }

    /** The same, and a request without it is refused. */
    public Parameter<T> required() {
        return new Parameter<>(name, kind, entity, reader, true, emptyToo, length, since, description);
    }

    /** The same, but an empty text is a value, too. */
    public Parameter<T> emptyToo() {
        return new Parameter<>(name, kind, entity, reader, required, true, length, since, description);
    }

    /** The same, with room for longer values than 255 characters. */
    public Parameter<T> upTo(int characters) {
        return new Parameter<>(name, kind, entity, reader, required, emptyToo, characters, since, description);
    }

    /**
     * Reads the value of a request.
     *
     * @param command lower-case name of the command, for messages
     * @param text as it was sent, null when it wasn't
     * @throws ApiException 431, when it is required and missing, too long, or not readable
     */
    Optional<T> read(String command, String text, EntityIds ids) {
        if (text == null || (text.isEmpty() && !emptyToo)) {
            return absent(command);
        }
        if (text.length() > length) {
            throw ApiException.parameter("Unable to execute API command " + command + ": parameter " + name
                    + " is longer than " + length + " characters");
        }
        try {
            Optional<T> value = reader.read(text, ids, since.isEmpty());
            return value.isPresent() ? value : absent(command);
        } catch (NumberFormatException e) {
            throw invalid(command, text, "not a whole number in range");
        } catch (IllegalArgumentException e) {
            throw invalid(command, text, e.getMessage());
        }
    }

    private Optional<T> absent(String command) {
        if (required) {
            throw ApiException.parameter("Unable to execute API command " + command + " due to missing parameter "
                    + name);
        }
        return Optional.empty();
    }

    private ApiException invalid(String command, String text, String why) {
        return ApiException.parameter("Unable to execute API command " + command + " due to invalid value. Parameter "
                + name + "=" + text + ": " + why);
    }

    private static Optional<Long> readId(String text, Entity entity, EntityIds ids, boolean internalIdsToo) {
        if (text.equals(Long.toString(NO_ID))) {
            return Optional.of(NO_ID);
        }
        if (isUuid(text)) {
            long id = ids.find(entity, text).orElseThrow(
                    () -> new IllegalArgumentException("there is no " + entity.label() + " of that id"));
            return Optional.of(id);
        }
        if (!internalIdsToo) {
            return Optional.empty();
        }
        if (!INTERNAL_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("not the id of a " + entity.label());
        }
        return Optional.of(Long.valueOf(text));
    }

    static boolean isUuid(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** What an id names; empty for other kinds. */
    public Optional<Entity> entity() {
        return Optional.ofNullable(entity);
    }

    public boolean isRequired() {
        return required;
    }

    /** In characters. */
    public int length() {
        return length;
    }

    /** The release of CloudStack that brought it; empty when it always was there. */
    public String since() {
        return since;
    }

    public String description() {
        return description;
    }
}
