package org.hostha.cloudstack.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Test;

public class SignaturesTest {

    private static final int SPOKEN = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.STATIC
            | Modifier.FINAL;

    private final Catalogue catalogue = new Catalogue();

    @Test
    public void everyDeclaredTypeIsOneOfCloudStack() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Class<?> type : declared()) {
            boolean enclosesOnly = type.getDeclaredClasses().length > 0 && type.getDeclaredMethods().length == 0;
            if (!catalogue.hasType(type.getName())) {
                if (!enclosesOnly) {
                    wrong.add(type.getName());
                }
                continue;
            }
            String declaration = catalogue.declaration(type.getName());
            if (type.isInterface() != declaration.contains("interface ") || type.isEnum()
                    != declaration.contains("extends java.lang.Enum")) {
                wrong.add(type + " is declared as " + declaration);
            }
            Set<String> supertypes = catalogue.supertypes(type.getName());
            for (Class<?> supertype : type.getInterfaces()) {
                if (!supertypes.contains(supertype.getName())) {
                    wrong.add(type + " does not extend " + supertype);
                }
            }
            Class<?> parent = type.getSuperclass();
            if (parent != null && isCloudStack(parent.getName()) && !supertypes.contains(parent.getName())) {
                wrong.add(type + " does not extend " + parent);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    public void everyDeclaredMemberIsOneOfCloudStack() throws Exception {
        Set<Catalogue.Member> known = new HashSet<>();
        catalogue.members().forEach(member -> known.add(spoken(member)));
        List<Catalogue.Member> wrong = new ArrayList<>();
        for (Class<?> type : declared()) {
            for (Catalogue.Member member : members(type)) {
                if (!known.contains(member)) {
                    wrong.add(member);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    public void noLineIsThereWithoutADeclaration() throws Exception {
        Set<Catalogue.Member> declared = new HashSet<>();
        for (Class<?> type : declared()) {
            declared.addAll(members(type));
        }
        assertThat(catalogue.members().stream().map(SignaturesTest::spoken)).isSubsetOf(declared);
    }

    @Test
    public void noConstantCanBeCopiedIntoAnotherClass() throws Exception {
        Catalogue.Member probe = members(Class.forName("org.apache.cloudstack.alert.AlertService$AlertType")).get(0);
        assertThat(probe.kind()).isEqualTo("F");
        for (Class<?> type : declared()) {
            for (Field field : type.getDeclaredFields()) {
                assertThat(field.getType().isPrimitive() && Modifier.isFinal(field.getModifiers())).as("%s", field).isFalse();
                assertThat(field.getType() == String.class && Modifier.isFinal(field.getModifiers())).as("%s", field)
                        .isFalse();
            }
        }
    }

    private List<Catalogue.Member> members(Class<?> type) {
        List<Catalogue.Member> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                members.add(new Catalogue.Member(type.getName(), "F", field.getName(),
                        field.getType().descriptorString(), modifiers(field.getModifiers())));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (!method.isSynthetic() || method.isBridge()) {
                members.add(member(type, "M", method.getName(), method.getReturnType(), method));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (Modifier.isPublic(constructor.getModifiers()) && !isImplicit(type)
                    || Modifier.isProtected(constructor.getModifiers())) {
                members.add(member(type, "C", "<init>", void.class, constructor));
            }
        }
        return members;
    }

    /** A class for which the catalogue has no constructor got one from the compiler; nobody may call it. */
    private boolean isImplicit(Class<?> type) {
        return catalogue.members().stream().noneMatch(
                member -> member.owner().equals(type.getName()) && member.kind().equals("C"));
    }

    private static Catalogue.Member member(Class<?> type, String kind, String name, Class<?> result,
            Executable executable) {
        return new Catalogue.Member(type.getName(), kind, name,
                MethodType.methodType(result, executable.getParameterTypes()).descriptorString(),
                modifiers(executable.getModifiers()));
    }

    private static String modifiers(int modifiers) {
        return Modifier.toString(modifiers & SPOKEN);
    }

    private static Catalogue.Member spoken(Catalogue.Member member) {
        List<String> spoken = Arrays.stream(member.modifiers().split(" "))
                .filter(word -> List.of("public", "protected", "abstract", "static", "final").contains(word)).toList();
        return new Catalogue.Member(member.owner(), member.kind(), member.name(), member.descriptor(),
                String.join(" ", spoken));
    }

    private static boolean isCloudStack(String name) {
        return name.startsWith("com.cloud.") || name.startsWith("org.apache.cloudstack.");
    }

    private static List<Class<?>> declared() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(Catalogue.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replace(".class", "");
                if (isCloudStack(name)) {
                    types.add(Class.forName(name, false, Catalogue.class.getClassLoader()));
                }
            }
        }
        assertThat(types).hasSizeGreaterThan(90);
        return types;
    }
}
