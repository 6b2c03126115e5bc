package org.hostha.cloudstack.stage;

import com.cloud.utils.fsm.StateMachine2;
import com.cloud.utils.fsm.StateObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Fills state machines from {@code tables.txt}, so that a test can put a CloudStack with another table on its class path. */
public final class Tables {

    private Tables() {
    }

    /** @param name the first word of the machine's lines */
    public static <S extends Enum<S>, E extends Enum<E>, V extends StateObject<S>> StateMachine2<S, E, V> machine(String name,
            Class<S> states, Class<E> events) {
        StateMachine2<S, E, V> machine = new StateMachine2<>();
        for (String line : lines()) {
            String[] word = line.split(" ");
            if (word[0].equals(name)) {
                machine.addTransition(word[1].equals("(new)") ? null : Enum.valueOf(states, word[1]),
                        Enum.valueOf(events, word[2]), Enum.valueOf(states, word[3]));
            }
        }
        return machine;
    }

    private static String[] lines() {
        try (InputStream in = Tables.class.getClassLoader().getResourceAsStream("tables.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
