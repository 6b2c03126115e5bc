package org.hostha.cloudstack.signatures;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CloudStack 4.22 as {@code cloudstack-4.22.tsv} has it, for tests that compare. */
public final class Catalogue {

    /**
     * A member of a type.
     *
     * @param kind {@code F}, {@code M} or {@code C}
     * @param modifiers in the order of the Java language, apart by blanks
     */
    public record Member(String owner, String kind, String name, String descriptor, String modifiers) {

        public boolean isAbstract() {
            return List.of(modifiers.split(" ")).contains("abstract");
        }
    }

    private static final Pattern NAME = Pattern.compile("\\b(?:class|interface) ([\\w.$]+)");
    private static final Pattern TYPE = Pattern.compile("[a-z][\\w]*(?:\\.[\\w$]+)+");

    private final Map<String, String> types = new HashMap<>();
    private final Set<Member> members = new LinkedHashSet<>();

    /** Reads the lines. */
    public Catalogue() {
        try (InputStream in = Catalogue.class.getResourceAsStream("cloudstack-4.22.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        String[] fields = line.split("\t");
        if (fields[0].equals("T")) {
            Matcher name = NAME.matcher(fields[1]);
            if (!name.find()) {
                throw new IllegalStateException("no type in: " + line);
            }
            types.put(name.group(1), fields[1]);
        } else {
            members.add(new Member(fields[0], fields[1], fields[2], fields[3], fields[4]));
        }
    }

    public boolean hasType(String name) {
        return types.containsKey(name);
    }

    /** The declaration, as {@code javap} shows it. */
    public String declaration(String type) {
        return types.get(type);
    }

    public Set<Member> members() {
        return members;
    }

    /** The type and all the types that its declaration, and theirs, name as supertypes, as far as they are listed. */
    public Set<String> lineage(String type) {
        Set<String> found = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(type));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (found.add(next) && types.containsKey(next)) {
                open.addAll(supertypes(next));
            }
        }
        return found;
    }

    /** Direct supertypes. */
    public Set<String> supertypes(String type) {
        String bare = withoutArguments(types.get(type));
        Matcher clause = Pattern.compile("(?:extends|implements) ").matcher(bare);
        Set<String> found = new HashSet<>();
        if (clause.find()) {
            Matcher name = TYPE.matcher(bare.substring(clause.end()));
            while (name.find()) {
                found.add(name.group());
            }
        }
        return found;
    }

    private static String withoutArguments(String declaration) {
        String text = declaration;
        for (String before = ""; !before.equals(text); ) {
            before = text;
            text = text.replaceAll("<[^<>]*>", "");
        }
        return text;
    }
}
