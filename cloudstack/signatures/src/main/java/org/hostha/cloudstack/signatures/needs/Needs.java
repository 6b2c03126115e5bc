package org.hostha.cloudstack.signatures.needs;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Type;

/**
 * What classes need of CloudStack. One line each, fields apart by tabs, binary names of types and JVM descriptors:
 *
 * <pre>
 * type      NAME  class|interface
 * subtype   NAME  SUPERTYPE                        NAME is used where SUPERTYPE is expected
 * field     OWNER NAME DESCRIPTOR static|instance
 * method    OWNER NAME DESCRIPTOR static|instance  constructors are called &lt;init&gt;
 * extended  NAME                                   a class of ours extends it
 * ours      OUR_CLASS                              it needs something of the above
 * is        OUR_CLASS SUPERTYPE                    and can be instantiated
 * has       OUR_CLASS NAME DESCRIPTOR              a method with which it may implement one of its supertypes
 * </pre>
 */
public final class Needs {

    /** A class of ours, in internal names. */
    record OurClass(String superName, Set<String> cloudStackTypes, Set<String> methods, boolean isConcrete) { }

    private final Declarations declarations;
    private final Set<String> lines = new TreeSet<>();
    private final Map<String, OurClass> ours = new HashMap<>();

    Needs(Declarations declarations) {
        this.declarations = declarations;
    }

    /** The lines, sorted. */
    public List<String> lines() {
        Set<String> all = new TreeSet<>(lines);
        ours.forEach((name, type) -> {
            if (type.isConcrete()) {
                all.addAll(implementation(name));
            }
        });
        return List.copyOf(all);
    }

    private Set<String> implementation(String name) {
        Set<String> supertypes = new LinkedHashSet<>();
        Set<String> methods = new LinkedHashSet<>();
        for (String next = name; ours.containsKey(next); next = ours.get(next).superName()) {
            supertypes.addAll(ours.get(next).cloudStackTypes());
            methods.addAll(ours.get(next).methods());
        }
        Set<String> found = new LinkedHashSet<>();
        supertypes.forEach(type -> found.add(line("is", binary(name), binary(type))));
        if (!supertypes.isEmpty()) {
            methods.forEach(method -> found.add(line("has", binary(name), method)));
        }
        return found;
    }

    void ourClass(String name, OurClass type) {
        ours.put(name, type);
        type.cloudStackTypes().forEach(this::type);
        if (Declarations.isCloudStack(type.superName())) {
            lines.add(line("extended", binary(type.superName())));
        }
    }

    void lambda(String inClass, String implemented, String name, String descriptor) {
        if (Declarations.isCloudStack(implemented)) {
            ourClass(inClass + "$$lambda of " + implemented.replace('/', '.'), new OurClass("java/lang/Object",
                    Set.of(implemented), Set.of(line(name, descriptor)), true));
        }
    }

    void needed(String ourClass) {
        lines.add(line("ours", binary(ourClass)));
    }

    /** @return true when the type is one of CloudStack's */
    boolean type(String internalName) {
        if (!Declarations.isCloudStack(internalName)) {
            return false;
        }
        boolean isInterface = declarations.of(internalName).isInterface();
        if (lines.add(line("type", binary(internalName), isInterface ? "interface" : "class"))) {
            for (String supertype : declarations.lineage(internalName)) {
                type(supertype);
                lines.add(line("subtype", binary(internalName), binary(supertype)));
            }
        }
        return true;
    }

    boolean type(Type type) {
        return switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> type(type.getInternalName());
            default -> false;
        };
    }

    boolean descriptor(String descriptor) {
        Type type = Type.getType(descriptor);
        if (type.getSort() != Type.METHOD) {
            return type(type);
        }
        boolean found = type(type.getReturnType());
        for (Type argument : type.getArgumentTypes()) {
            found |= type(argument);
        }
        return found;
    }

    boolean field(String owner, String name, String descriptor, boolean isStatic) {
        return member("field", owner, name, descriptor, isStatic);
    }

    boolean method(String owner, String name, String descriptor, boolean isStatic) {
        return member("method", owner, name, descriptor, isStatic);
    }

    private boolean member(String kind, String owner, String name, String descriptor, boolean isStatic) {
        boolean found = descriptor(descriptor);
        if (owner.startsWith("[") || !type(owner)) {
            return found | (owner.startsWith("[") && type(Type.getObjectType(owner)));
        }
        lines.add(line(kind, binary(owner), name, descriptor, isStatic ? "static" : "instance"));
        return true;
    }

    boolean annotation(String descriptor, String member) {
        String name = Type.getType(descriptor).getInternalName();
        if (!type(name)) {
            return false;
        }
        return member == null || method(name, member, declarations.of(name).results().get(member), false);
    }

    static String binary(String internalName) {
        return internalName.replace('/', '.');
    }

    static String line(String... fields) {
        return String.join("\t", fields);
    }
}
