package org.hostha.server.api;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All commands, by name. */
public final class Commands {

    private final Map<String, Command> byName = new TreeMap<>();
    private final Map<String, Command> openByLowerCase = new HashMap<>();

    /** @throws IllegalStateException when two have one name */
    public void add(Command command) {
        if (byName.put(command.name(), command) != null) {
            throw new IllegalStateException("two commands are named " + command.name());
        }
        if (command.isOpen()) {
            openByLowerCase.put(command.name().toLowerCase(Locale.ROOT), command);
        }
    }

    /** @param name exact, also in its case, but for login and logout */
    public Optional<Command> find(String name) {
        return Optional.ofNullable(byName.get(name))
                .or(() -> Optional.ofNullable(openByLowerCase.get(name.toLowerCase(Locale.ROOT))));
    }

    public Collection<Command> all() {
        return byName.values();
    }

    /** Some commands that belong together. */
    public interface Group {

        void declare(Commands commands);
    }
}
