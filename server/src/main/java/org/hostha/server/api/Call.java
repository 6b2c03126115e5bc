package org.hostha.server.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of a command, its parameters read and checked. */
public final class Call {

    private final Command command;
    private final Caller caller;
    private final Map<Parameter<?>, Object> values = new HashMap<>();
    private final Paging paging;
    private final Origin origin;
    private final List<Cookie> cookies = new ArrayList<>();

    /**
     * @param caller null for a command that is open
     * @param maxPageSize rows of a list at most
     * @throws ApiException 431, when a parameter is missing or wrong
     */
    Call(Command command, ApiRequest sent, Caller caller, EntityIds ids, long maxPageSize) {
        this.command = command;
        this.caller = caller;
        this.origin = sent.origin();
        Map<String, String> request = sent.lowerCased();
        for (Parameter<?> parameter : command.parameters()) {
            parameter.read(command.name().toLowerCase(java.util.Locale.ROOT), request.get(parameter.name()), ids)
                    .ifPresent(value -> values.put(parameter, value));
        }
        this.paging = command.isPaged() ? Paging.of(optional(Paging.PAGE), optional(Paging.PAGE_SIZE), maxPageSize)
                : Paging.ALL;
    }

    public Command command() {
        return command;
    }

    /** Who calls; null for a command that is open. */
    public Caller caller() {
        return caller;
    }

    /** Where the request came from. */
    public Origin origin() {
        return origin;
    }

    /** Has the client keep or forget a cookie, once the command has ended well. */
    public void set(Cookie cookie) {
        cookies.add(cookie);
    }

    List<Cookie> cookies() {
        return cookies;
    }

    public Paging paging() {
        return paging;
    }

    /** The value of a required parameter. */
    public <T> T get(Parameter<T> parameter) {
        return optional(parameter).orElseThrow();
    }

    /** The value of a parameter of this command; empty when the request has none. */
    @SuppressWarnings("unchecked")
    public <T> Optional<T> optional(Parameter<T> parameter) {
        if (!command.parameters().contains(parameter)) {
            throw new IllegalArgumentException(command.name() + " does not declare parameter " + parameter.name());
        }
        return Optional.ofNullable((T) values.get(parameter));
    }

    /** The text that rows must contain, in lower case; empty when there is none. */
    public Optional<String> keyword() {
        return optional(Paging.KEYWORD).map(text -> text.toLowerCase(java.util.Locale.ROOT));
    }
}
