package org.hostha.cloudstack.plugin.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hostha.cloudstack.plugin.boot.Needs.Implementation;
import org.hostha.cloudstack.plugin.boot.Needs.Member;
import org.hostha.cloudstack.signatures.Catalogue;
import org.junit.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What our class files call and implement, compared with CloudStack 4.22. */
public class BindingTest {

    private final Catalogue cloudStack = new Catalogue();
    private final Map<String, List<Catalogue.Member>> byOwner =
            cloudStack.members().stream().collect(Collectors.groupingBy(Catalogue.Member::owner));
    private final Needs needs = Needs.read();

    @Test
    public void everyTypeThatWeNameIsOneOfCloudStack() {
        assertThat(needs.types().keySet()).contains("org.apache.cloudstack.ha.HAManager").allSatisfy(
                name -> assertThat(cloudStack.hasType(name) || isNothingButAScope(name)).as(name).isTrue());
        assertThat(needs.types()).allSatisfy((name, isInterface) -> assertThat(!cloudStack.hasType(name)
                || cloudStack.declaration(name).contains("interface ") == isInterface).as(name).isTrue());
    }

    /** A type that is there for the types inside it. */
    private boolean isNothingButAScope(String name) {
        return needs.types().keySet().stream().anyMatch(inner -> inner.startsWith(name + "$"))
                && needs.members().stream().noneMatch(member -> member.owner().equals(name));
    }

    @Test
    public void everyMemberThatWeCallIsOneOfCloudStack() {
        assertThat(needs.members()).isNotEmpty();
        assertThat(needs.members().stream().filter(member -> !isThere(member) && !isOfTheJdk(member))).isEmpty();
    }

    private boolean isThere(Member member) {
        if (member.name().equals("<init>")) {
            return known(member.owner()).stream().anyMatch(known -> known.kind().equals("C")
                    && known.descriptor().equals(member.descriptor()));
        }
        return cloudStack.lineage(member.owner()).stream().flatMap(type -> known(type).stream())
                .anyMatch(known -> known.kind().equals(member.isField() ? "F" : "M") && known.name().equals(member.name())
                        && known.descriptor().equals(member.descriptor())
                        && List.of(known.modifiers().split(" ")).contains("static") == member.isStatic());
    }

    /** Inherited from a class of Java's own: an exception's message, an enum constant's name. */
    private static boolean isOfTheJdk(Member member) {
        try {
            Class<?> type = Class.forName(member.owner(), false, BindingTest.class.getClassLoader());
            while (type != null && !type.getName().startsWith("java.")) {
                type = type.isInterface() ? Object.class : type.getSuperclass();
            }
            return type != null && Arrays.stream(type.getMethods()).anyMatch(method -> method.getName().equals(member.name())
                    && MethodType.methodType(method.getReturnType(), method.getParameterTypes()).descriptorString()
                            .equals(member.descriptor()));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private List<Catalogue.Member> known(String owner) {
        return byOwner.getOrDefault(owner, List.of());
    }

    @Test
    public void whatWeHandOverAsASupertypeIsOne() {
        assertThat(needs.subtypes()).isNotEmpty().allSatisfy(pair -> assertThat(
                cloudStack.lineage(pair.substring(0, pair.indexOf('\t')))).contains(pair.substring(pair.indexOf('\t') + 1)));
    }

    @Test
    public void noClassThatWeExtendIsFinal() {
        assertThat(needs.extended()).contains("com.cloud.utils.component.ManagerBase").allSatisfy(
                name -> assertThat(cloudStack.declaration(name).split(" class ")[0]).doesNotContain("final"));
    }

    @Test
    public void everyInterfaceThatWeImplementIsImplementedWhole() {
        List<String> open = new ArrayList<>();
        for (Implementation ours : needs.implementations()) {
            Set<String> done = new HashSet<>(ours.methods());
            Set<String> asked = new HashSet<>();
            ours.supertypes().stream().flatMap(type -> cloudStack.lineage(type).stream()).flatMap(type -> known(type).stream())
                    .filter(known -> known.kind().equals("M")).forEach(known -> (known.isAbstract() ? asked : done)
                            .add(known.name() + "\t" + known.descriptor()));
            asked.removeAll(done);
            asked.forEach(method -> open.add(ours.ours() + " lacks " + method));
        }
        assertThat(needs.implementations()).isNotEmpty();
        assertThat(open).isEmpty();
    }

    @Test
    public void noMethodIsLeftOfAnInterfaceThatNoLongerHasIt() throws Exception {
        Set<String> called = called();
        List<String> leftOver = new ArrayList<>();
        for (Implementation ours : needs.implementations()) {
            if (ours.ours().contains("$$lambda")) {
                continue;
            }
            Class<?> type = Class.forName(ours.ours(), false, BindingTest.class.getClassLoader());
            for (Method method : type.getDeclaredMethods()) {
                boolean isCallable = Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
                if (isCallable && !isInherited(method) && !isProperty(method) && !called.contains(method.getName())) {
                    leftOver.add(method.toString());
                }
            }
        }
        assertThat(leftOver).isEmpty();
    }

    private static boolean isInherited(Method method) {
        List<Class<?>> open = new ArrayList<>(List.of(method.getDeclaringClass()));
        for (int i = 0; i < open.size(); i++) {
            Class<?> type = open.get(i);
            open.addAll(List.of(type.getInterfaces()));
            if (type.getSuperclass() != null) {
                open.add(type.getSuperclass());
            }
        }
        return open.stream().skip(1).flatMap(type -> Arrays.stream(type.getDeclaredMethods())).anyMatch(inherited ->
                inherited.getName().equals(method.getName()) && inherited.getParameterCount() == method.getParameterCount());
    }

    /** Of those that CloudStack's context files set. */
    private static boolean isProperty(Method method) {
        return method.getName().matches("[sg]et(HaProviders|OutOfBandManagementDrivers)");
    }

    /** Names of methods that classes of ours call. */
    private static Set<String> called() throws IOException {
        Set<String> called = new HashSet<>();
        try (Stream<Path> files = Files.walk(Path.of("target/classes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                new ClassReader(Files.readAllBytes(file)).accept(new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                                called.add(name);
                            }

                            @Override
                            public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
                                Arrays.stream(arguments).filter(Handle.class::isInstance)
                                        .forEach(handle -> called.add(((Handle) handle).getName()));
                            }
                        };
                    }
                }, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        }
        return called;
    }
}
