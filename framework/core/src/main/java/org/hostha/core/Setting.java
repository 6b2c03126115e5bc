package org.hostha.core;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * The declaration of a setting: CloudStack's key, type, scope and our default. Values come from {@link Settings}, at
 * every use, so that a change needs no restart.
 *
 * @param <T> what the code reads
 */
public final class Setting<T> {

    /** The narrowest partition that may override the setting. */
    public enum Scope { Global, Zone, Cluster }

    /** Longer than anybody waits, and short enough for every sum and every unit that durations are counted in. */
    private static final long TEN_YEARS = Duration.ofDays(3650).toSeconds();

    private final String key;
    private final String kind;
    private final String defaultText;
    private final Scope scope;
    private final String description;
    private final Function<String, T> parser;

    private Setting(String key, String kind, String defaultText, Scope scope, String description,
            Function<String, T> parser) {
        this.key = Objects.requireNonNull(key, "key");
        this.kind = kind;
        this.defaultText = defaultText;
        this.scope = scope;
        this.description = description;
        this.parser = parser;
        parser.apply(defaultText);
    }

    /**
     * A duration written as whole seconds, as CloudStack's {@code *.timeout} and {@code *.interval} keys all are; ten years
     * at most.
     */
    public static Setting<Duration> seconds(String key, long defaultSeconds, Scope scope, String description) {
        return seconds(key, defaultSeconds, 0, scope, description);
    }

    /** The same, with a least value where 0 makes no sense. */
    public static Setting<Duration> seconds(String key, long defaultSeconds, long least, Scope scope,
            String description) {
        return new Setting<>(key, "Long", Long.toString(defaultSeconds), scope, description,
                text -> Duration.ofSeconds(within(least, TEN_YEARS, Long.parseLong(text))));
    }

    public static Setting<Long> number(String key, long defaultValue, Scope scope, String description) {
        return new Setting<>(key, "Long", Long.toString(defaultValue), scope, description, Long::valueOf);
    }

    /** A number within bounds, both included. */
    public static Setting<Long> number(String key, long defaultValue, long least, long most, Scope scope,
            String description) {
        return new Setting<>(key, "Long", Long.toString(defaultValue), scope, description,
                text -> within(least, most, Long.parseLong(text)));
    }

    private static long within(long least, long most, long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("must be from " + least + " to " + most);
        }
        return value;
    }

    public static Setting<Double> decimal(String key, double defaultValue, Scope scope, String description) {
        return new Setting<>(key, "Double", Double.toString(defaultValue), scope, description, text -> {
            double value = Double.parseDouble(text);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("must be a finite number");
            }
            return value;
        });
    }

    public static Setting<Boolean> flag(String key, boolean defaultValue, Scope scope, String description) {
        return new Setting<>(key, "Boolean", Boolean.toString(defaultValue), scope, description, text -> {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException("must be true or false");
            }
            return Boolean.valueOf(text);
        });
    }

    public static Setting<String> text(String key, String defaultValue, Scope scope, String description) {
        return new Setting<>(key, "String", defaultValue, scope, description, Function.identity());
    }

    public String key() {
        return key;
    }

    /** CloudStack's type word: {@code Long}, {@code Double}, {@code Boolean} or {@code String}. */
    public String kind() {
        return kind;
    }

    public String defaultText() {
        return defaultText;
    }

    public T defaultValue() {
        return parser.apply(defaultText);
    }

    public Scope scope() {
        return scope;
    }

    public String description() {
        return description;
    }

    /**
     * Reads a stored value.
     *
     * @throws IllegalArgumentException naming the key and the text, when it is not a value of this setting
     */
    public T parse(String text) {
        try {
            return parser.apply(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a valid value of " + key + " (" + kind + "): " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return key;
    }
}
