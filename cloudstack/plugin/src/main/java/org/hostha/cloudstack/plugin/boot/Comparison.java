package org.hostha.cloudstack.plugin.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hostha.cloudstack.plugin.boot.Needs.Implementation;
import org.hostha.cloudstack.plugin.boot.Needs.Member;

/**
 * Compares the CloudStack behind a class loader with {@link Needs}, as the JVM itself would when it links our classes: exact
 * descriptors, static or not, class or interface. None of our classes that touch CloudStack is loaded before everything else is right.
 */
final class Comparison {

    private static final Method[] NONE = {};

    private final Needs needs;
    private final ClassLoader loader;
    private final Map<String, Class<?>> found = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private Comparison(Needs needs, ClassLoader loader) {
        this.needs = needs;
        this.loader = loader;
    }

    /** What is missing, one line each; empty when our classes fit. Never throws. */
    static List<String> missing(Needs needs, ClassLoader loader) {
        Comparison comparison = new Comparison(needs, loader);
        try {
            comparison.run();
        } catch (Throwable fault) {
            comparison.missing.add("the comparison itself failed: " + fault);
        }
        return new ArrayList<>(comparison.missing);
    }

    private void run() {
        needs.types().forEach(this::type);
        needs.subtypes().forEach(this::subtype);
        needs.extended().forEach(this::extended);
        needs.members().forEach(this::member);
        needs.implementations().forEach(this::implementation);
        if (missing.isEmpty()) {
            needs.ours().forEach(this::link);
        }
    }

    private void type(String name, boolean isInterface) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (type.isInterface() != isInterface) {
                missing.add(name + " (is not " + (isInterface ? "an interface)" : "a class)"));
            } else if (!Modifier.isPublic(type.getModifiers()) && !Modifier.isProtected(type.getModifiers())) {
                missing.add(name + " (is not public)");
            }
            found.put(name, type);
        } catch (ClassNotFoundException | LinkageError e) {
            missing.add(name + (e instanceof ClassNotFoundException ? "" : " (" + e + ")"));
        }
    }

    private void subtype(String pair) {
        Class<?> type = found.get(pair.substring(0, pair.indexOf('\t')));
        Class<?> supertype = found.get(pair.substring(pair.indexOf('\t') + 1));
        if (type != null && supertype != null && !supertype.isAssignableFrom(type)) {
            missing.add(type.getName() + " as a " + supertype.getName());
        }
    }

    private void extended(String name) {
        if (found.containsKey(name) && Modifier.isFinal(found.get(name).getModifiers())) {
            missing.add(name + " as a class to extend (is final)");
        }
    }

    private void member(Member member) {
        Class<?> owner = found.get(member.owner());
        if (owner == null) {
            return;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
            int modifiers = modifiers(lookup, find(lookup, owner, member));
            if (!Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers)) {
                missing.add(text(member) + " (is not public)");
            }
        } catch (ReflectiveOperationException | LinkageError | TypeNotPresentException e) {
            missing.add(text(member));
        }
    }

    private static int modifiers(MethodHandles.Lookup lookup, MethodHandle handle) {
        MethodHandleInfo info = lookup.revealDirect(handle);
        return info.getModifiers();
    }

    private MethodHandle find(MethodHandles.Lookup lookup, Class<?> owner, Member member) throws ReflectiveOperationException {
        if (member.isField()) {
            Class<?> type = MethodType.fromMethodDescriptorString("()" + member.descriptor(), loader).returnType();
            return member.isStatic() ? lookup.findStaticGetter(owner, member.name(), type)
                    : lookup.findGetter(owner, member.name(), type);
        }
        MethodType type = MethodType.fromMethodDescriptorString(member.descriptor(), loader);
        if (member.name().equals("<init>")) {
            return lookup.findConstructor(owner, type);
        }
        return member.isStatic() ? lookup.findStatic(owner, member.name(), type) : lookup.findVirtual(owner, member.name(), type);
    }

    private void implementation(Implementation implementation) {
        Set<String> done = new LinkedHashSet<>(implementation.methods());
        Map<String, String> open = new LinkedHashMap<>();
        for (String supertype : implementation.supertypes()) {
            for (Method method : found.containsKey(supertype) ? methods(found.get(supertype)) : NONE) {
                String signature = method.getName() + "\t" + MethodType.methodType(method.getReturnType(),
                        method.getParameterTypes()).descriptorString();
                if (Modifier.isAbstract(method.getModifiers())) {
                    open.put(signature, text(new Member(false, method.getDeclaringClass().getName(), method.getName(),
                            signature.substring(signature.indexOf('\t') + 1), false)));
                } else {
                    done.add(signature);
                }
            }
        }
        open.keySet().removeAll(done);
        open.values().forEach(method -> missing.add("our " + implementation.ours() + " lacks " + method));
    }

    /** Every method that a subclass has from this type: its own public and protected ones and those of its supertypes. */
    private Method[] methods(Class<?> type) {
        try {
            List<Method> methods = new ArrayList<>(List.of(type.getMethods()));
            for (Class<?> next = type; next != null && next != Object.class; next = next.getSuperclass()) {
                methods.addAll(List.of(next.getDeclaredMethods()));
            }
            return methods.toArray(NONE);
        } catch (LinkageError | TypeNotPresentException e) {
            missing.add(type.getName() + " (" + e + ")");
            return NONE;
        }
    }

    /** Asking for the methods makes the JVM link the class, and so verify it. */
    private void link(String ours) {
        try {
            Class<?> type = Class.forName(ours, false, loader);
            type.getDeclaredMethods();
            type.getDeclaredConstructors();
            type.getDeclaredFields();
        } catch (ClassNotFoundException | LinkageError | TypeNotPresentException e) {
            missing.add("what our " + ours + " was compiled with (" + e + ")");
        }
    }

    private static String text(Member member) {
        String simple = member.owner() + "." + member.name();
        if (member.isField()) {
            return simple + " of type " + Descriptor.readable(member.descriptor());
        }
        return (member.isStatic() ? "static " : "") + simple + Descriptor.readable(member.descriptor());
    }
}
