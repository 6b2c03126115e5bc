package org.hostha.cloudstack.signatures.needs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The declarations of this module, read as class files: kind, supertypes and annotation members of a type. */
final class Declarations {

    /** One type, in internal names; {@code results} maps the name of a method without parameters to its descriptor. */
    record Declaration(boolean isInterface, Set<String> supertypes, Map<String, String> results) { }

    private final Map<String, Declaration> read = new HashMap<>();

    static boolean isCloudStack(String internalName) {
        return internalName.startsWith("com/cloud/") || internalName.startsWith("org/apache/cloudstack/");
    }

    /** @throws IllegalStateException when this module doesn't declare the type */
    Declaration of(String internalName) {
        Declaration known = read.get(internalName);
        if (known == null) {
            known = read(internalName);
            read.put(internalName, known);
        }
        return known;
    }

    /** The type's supertypes of CloudStack, direct and indirect. */
    Set<String> lineage(String internalName) {
        Set<String> found = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(of(internalName).supertypes());
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (found.add(next)) {
                open.addAll(of(next).supertypes());
            }
        }
        return found;
    }

    private static Declaration read(String internalName) {
        try (InputStream in = Declarations.class.getResourceAsStream("/" + internalName + ".class")) {
            if (in == null) {
                throw new IllegalStateException("cloudstack/signatures declares no " + internalName);
            }
            Reading reading = new Reading();
            new ClassReader(in.readAllBytes()).accept(reading, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            return new Declaration(reading.isInterface, reading.supertypes, reading.results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reading extends ClassVisitor {

        private final Set<String> supertypes = new LinkedHashSet<>();
        private final Map<String, String> results = new HashMap<>();
        private boolean isInterface;

        Reading() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
            supertypes.add(superName);
            supertypes.addAll(List.of(interfaces));
            supertypes.removeIf(type -> !isCloudStack(type));
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            if (descriptor.startsWith("()")) {
                results.put(name, descriptor);
            }
            return null;
        }
    }
}
