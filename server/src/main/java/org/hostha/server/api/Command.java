package org.hostha.server.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The declaration of an API command. Everything that a client can see of it follows from here.
 *
 * <pre>{@code
 * Command.named("enableHAForHost").describedAs("Enables HA for a host.").since("4.11").in("admin.ha")
 *         .takes(HOST_ID).announces("HA.RESOURCE.ENABLE").asynchronous()
 *         .returns(HOST_HA, call -> ...);
 * }</pre>
 */
public final class Command {

    /** What a command answers, as it stands under the root of the envelope. */
    private enum Shape { OBJECT, BARE_OBJECT, LIST, SUCCESS }

    /** Where a job says what it is about: CloudStack's instance type, and the parameter with its id where it tells. */
    public record Instance(String type, Optional<Parameter<Long>> id) { }

    private static final Pattern READING = Pattern.compile("(get|list|query|find)\\w+");

    private final Builder declared;
    private final Shape shape;
    private final ResponseType<?> response;
    private final boolean paged;
    private final List<Parameter<?>> parameters;
    private final Function<Call, Map<String, Object>> body;

    private Command(Builder declared, Shape shape, ResponseType<?> response, boolean paged,
            Function<Call, Map<String, Object>> body) {
        this.declared = declared;
        this.shape = shape;
        this.response = response;
        this.paged = paged;
        this.parameters = new ArrayList<>(declared.parameters);
        if (paged) {
            parameters.addAll(List.of(Paging.KEYWORD, Paging.PAGE, Paging.PAGE_SIZE));
        }
        this.body = body;
    }

    /** @param name case-sensitive, as clients send it */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Runs the command and answers what stands under the envelope's root, or as a job's result. */
    public Map<String, Object> run(Call call) {
        return body.apply(call);
    }

    public String name() {
        return declared.name;
    }

    /** The root key of its envelope. */
    public String root() {
        return declared.root.isEmpty() ? declared.name.toLowerCase(Locale.ROOT) + "response" : declared.root;
    }

    public String description() {
        return declared.description;
    }

    /** The release of CloudStack that brought it; empty when it always was there. */
    public String since() {
        return declared.since;
    }

    /** The class that implements it in CloudStack, which jobs name as their {@code cmd}. */
    public String upstreamClass() {
        return "org.apache.cloudstack.api.command." + declared.upstreamPackage + "."
                + Character.toUpperCase(declared.name.charAt(0)) + declared.name.substring(1) + "Cmd";
    }

    /** True when it changes nothing: CloudStack tells by the name, and so do we where nothing else is declared. */
    public boolean isReading() {
        return declared.reading || declared.open || READING.matcher(declared.name).matches();
    }

    /** True when it takes no credentials: it opens or ends a session. */
    public boolean isOpen() {
        return declared.open;
    }

    /** True when it is answered to POST alone. */
    public boolean isPostOnly() {
        return declared.postOnly;
    }

    public boolean isAsync() {
        return declared.async;
    }

    /** True when page, pagesize and keyword mean something to it. */
    public boolean isPaged() {
        return paged;
    }

    public List<Parameter<?>> parameters() {
        return parameters;
    }

    /** The objects that it answers; empty when it just tells success. */
    public Optional<ResponseType<?>> response() {
        return Optional.ofNullable(response);
    }

    /** True when it lists objects: an id parameter of another command can be looked up with it. */
    public boolean isList() {
        return shape == Shape.LIST;
    }

    /** The type of the event that tells of its being scheduled; empty for those that leave none. */
    public Optional<String> event() {
        return Optional.ofNullable(declared.event);
    }

    public Optional<Instance> instance() {
        return Optional.ofNullable(declared.instance);
    }

    /** First the words about a command, then what it answers and does. */
    public static final class Builder {

        private final String name;
        private String description = "";
        private String since = "";
        private String upstreamPackage = "admin";
        private final List<Parameter<?>> parameters = new ArrayList<>();
        private String event;
        private Instance instance;
        private String root = "";
        private boolean async;
        private boolean reading;
        private boolean open;
        private boolean postOnly;

        private Builder(String name) {
            this.name = name;
        }

        public Builder describedAs(String text) {
            description = text;
            return this;
        }

        public Builder since(String release) {
            since = release;
            return this;
        }

        /** @param upstream the package below {@code org.apache.cloudstack.api.command} that has it in CloudStack */
        public Builder in(String upstream) {
            upstreamPackage = upstream;
            return this;
        }

        public Builder takes(Parameter<?>... declared) {
            parameters.addAll(List.of(declared));
            return this;
        }

        public Builder announces(String eventType) {
            event = eventType;
            return this;
        }

        /** Its job names a type of thing, but no id. */
        public Builder about(String instanceType) {
            instance = new Instance(instanceType, Optional.empty());
            return this;
        }

        /** Its job names the thing that the parameter names. */
        public Builder about(String instanceType, Parameter<Long> id) {
            instance = new Instance(instanceType, Optional.of(id));
            return this;
        }

        /** The root of its envelope, for the few commands where CloudStack does not derive it from the name. */
        public Builder rootedAt(String key) {
            root = key;
            return this;
        }

        /** It changes nothing, though its name does not say so. */
        public Builder reading() {
            reading = true;
            return this;
        }

        /** It opens or ends a session: whoever calls it is {@link Call#caller() nobody} yet. */
        public Builder open() {
            open = true;
            return this;
        }

        /** What it takes must not stand in a URL. */
        public Builder postOnly() {
            postOnly = true;
            return this;
        }

        /** It answers a job at once, and its result later through that job. */
        public Builder asynchronous() {
            async = true;
            return this;
        }

        /** An object under its key. */
        public <T> Command returns(ResponseType<T> type, Function<Call, T> action) {
            return new Command(this, Shape.OBJECT, type, false,
                    call -> Map.of(type.key(), type.render(action.apply(call))));
        }

        /** An object's fields without a key around them. */
        public <T> Command returnsBare(ResponseType<T> type, Function<Call, T> action) {
            return new Command(this, Shape.BARE_OBJECT, type, false, call -> type.render(action.apply(call)));
        }

        /** {@code success} alone. */
        public Command succeeds(Function<Call, Boolean> action) {
            return new Command(this, Shape.SUCCESS, null, false, call -> Map.of("success", action.apply(call)));
        }

        /** Rows, with page, pagesize and keyword. */
        public <T> Command lists(ResponseType<T> type, Function<Call, Paging.Rows<T>> action) {
            return new Command(this, Shape.LIST, type, true, call -> rows(type, action.apply(call)));
        }

        /** All rows, whatever page a client asks for. */
        public <T> Command listsAll(ResponseType<T> type, Function<Call, List<T>> action) {
            return new Command(this, Shape.LIST, type, false, call -> rows(type, Paging.Rows.all(action.apply(call))));
        }

        private static <T> Map<String, Object> rows(ResponseType<T> type, Paging.Rows<T> rows) {
            Map<String, Object> body = new LinkedHashMap<>();
            if (rows.count() > 0) {
                body.put("count", rows.count());
            }
            if (!rows.page().isEmpty()) {
                body.put(type.key(), rows.page().stream().map(type::render).toList());
            }
            return body;
        }
    }
}
