package org.hostha.cloudstack.plugin.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What our class files need of CloudStack, as the build has read it from them into {@code needs.tsv}.
 *
 * @param types binary names, and whether each is an interface
 * @param subtypes names apart by a tab, the first being used where the second is expected
 * @param extended types that classes of ours extend
 * @param ours our classes that need something
 */
record Needs(Map<String, Boolean> types, Set<String> subtypes, List<Member> members, Set<String> extended, Set<String> ours,
        List<Implementation> implementations) {

    /** A field, a method, or a constructor (its name is {@code <init>}); the descriptor is the JVM's. */
    record Member(boolean isField, String owner, String name, String descriptor, boolean isStatic) { }

    /** A class of ours, the types of CloudStack that it stands in for, and its methods: name, tab, descriptor. */
    record Implementation(String ours, Set<String> supertypes, Set<String> methods) { }

    /** @throws IllegalStateException when the plugin was built without the list */
    static Needs read() {
        try (InputStream in = Needs.class.getResourceAsStream("needs.tsv")) {
            if (in == null) {
                throw new IllegalStateException("needs.tsv is not in the plugin's jar");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Needs of(List<String> lines) {
        Needs needs = new Needs(new TreeMap<>(), new LinkedHashSet<>(), new ArrayList<>(), new LinkedHashSet<>(),
                new LinkedHashSet<>(), new ArrayList<>());
        Map<String, Implementation> implementations = new TreeMap<>();
        for (String line : lines) {
            String[] field = line.split("\t");
            switch (field[0]) {
                case "type" -> needs.types.put(field[1], field[2].equals("interface"));
                case "subtype" -> needs.subtypes.add(field[1] + "\t" + field[2]);
                case "field", "method" -> needs.members.add(new Member(field[0].equals("field"), field[1], field[2], field[3],
                        field[4].equals("static")));
                case "extended" -> needs.extended.add(field[1]);
                case "ours" -> needs.ours.add(field[1]);
                case "is" -> implementation(implementations, field[1]).supertypes().add(field[2]);
                case "has" -> implementation(implementations, field[1]).methods().add(field[2] + "\t" + field[3]);
                default -> throw new IllegalStateException("not a line of needs.tsv: " + line);
            }
        }
        needs.implementations.addAll(implementations.values());
        return needs;
    }

    private static Implementation implementation(Map<String, Implementation> known, String ours) {
        return known.computeIfAbsent(ours, name -> new Implementation(name, new LinkedHashSet<>(), new LinkedHashSet<>()));
    }
}
