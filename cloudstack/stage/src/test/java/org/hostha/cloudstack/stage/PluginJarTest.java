package org.hostha.cloudstack.stage;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/** What is in the jar that an admin installs, and what is not. */
public class PluginJarTest {

    private static final String BOOT = "org/hostha/cloudstack/plugin/boot/";
    /** What CloudStack brings, and what it is. */
    private static final List<String> PROVIDED = List.of("com/cloud/", "org/apache/cloudstack/", "org/springframework/",
            "org/apache/logging/log4j/", "org/apache/commons/logging/", "com/google/common/", "com/google/gson/", "org/joda/time/",
            "javax/inject/");

    private JarFile jar;
    private Set<String> entries;

    @Before
    public void open() throws IOException {
        jar = new JarFile(Stage.PLUGIN.toFile());
        entries = jar.stream().map(Object::toString).collect(toCollection(TreeSet::new));
    }

    @After
    public void close() throws IOException {
        jar.close();
    }

    private List<String> classes() {
        return entries.stream().filter(entry -> entry.endsWith(".class")).toList();
    }

    private byte[] bytes(String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return in.readAllBytes();
        }
    }

    private String text(String entry) throws IOException {
        return new String(bytes(entry), StandardCharsets.UTF_8);
    }

    @Test
    public void everyClassIsInOurPackages() {
        assertThat(classes()).hasSizeGreaterThan(400).allMatch(entry -> entry.startsWith("org/hostha/"))
                .noneMatch(entry -> entry.startsWith("org/hostha/cloudstack/signatures/"))
                .noneMatch(entry -> entry.startsWith("org/hostha/cloudstack/stage/"));
    }

    @Test
    public void whatOurClassesNameIsInTheJarOrInTheJdkOrComesWithCloudStack() throws IOException {
        Set<String> strangers = new TreeSet<>();
        for (String entry : classes()) {
            for (String name : namedIn(bytes(entry))) {
                if (!entries.contains(name + ".class") && PROVIDED.stream().noneMatch(name::startsWith) && !isInJdk(name)
                        && !entry.startsWith("org/hostha/shaded/")) {
                    strangers.add(entry + " names " + name);
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    public void noClassNamesARelocatedOneByItsOldName() throws IOException {
        Set<String> strangers = new TreeSet<>();
        for (String entry : classes()) {
            for (String name : namedIn(bytes(entry))) {
                if (name.matches("(com/fasterxml|org/slf4j|org/apache/sshd|org/apache/logging/slf4j)/.*")) {
                    strangers.add(entry + " names " + name);
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    private static Set<String> namedIn(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        char[] buffer = new char[reader.getMaxStringLength()];
        Set<String> names = new TreeSet<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at > 0 && reader.readByte(at - 1) == 7) {
                Type type = Type.getObjectType(reader.readUTF8(at, buffer));
                Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
                if (element.getSort() == Type.OBJECT) {
                    names.add(element.getInternalName());
                }
            }
        }
        return names;
    }

    private static boolean isInJdk(String name) {
        return ClassLoader.getPlatformClassLoader().getResource(name + ".class") != null;
    }

    @Test
    public void springFindsTheModulesDirectories() {
        assertThat(entries).contains("META-INF/cloudstack/core/", "META-INF/cloudstack/kvm-compute/",
                "META-INF/cloudstack/ipmitool/", "META-INF/cloudstack/redfish/", "META-INF/cloudstack/nested-cloudstack/",
                "META-INF/cloudstack/hostha-ipmi/");
    }

    @Test
    public void noModuleOfCloudStackIsDeclaredASecondTime() throws IOException {
        assertThat(entries).filteredOn(entry -> entry.endsWith("module.properties"))
                .containsExactly("META-INF/cloudstack/hostha-ipmi/module.properties");
        assertThat(text("META-INF/cloudstack/hostha-ipmi/module.properties")).contains("name=hostha-ipmi\n");
    }

    @Test
    public void everyClassThatTheContextFilesNameIsThere() throws IOException {
        List<String> named = new ArrayList<>();
        for (String file : entries.stream().filter(entry -> entry.matches("META-INF/cloudstack/.*\\.xml")).toList()) {
            Matcher matcher = Pattern.compile("\"(org\\.hostha\\.[\\w.]+)\"").matcher(text(file));
            while (matcher.find()) {
                named.add(matcher.group(1).replace('.', '/') + ".class");
            }
        }
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(entries).containsAll(named);
    }

    @Test
    public void whatIsLoadedBeforeTheVerdictLoadsOnJava11() throws IOException {
        for (String entry : classes()) {
            boolean isFirst = entry.equals(BOOT + "PluginBoot.class") || entry.equals(BOOT + "BeanReplacement.class");
            assertThat(new ClassReader(bytes(entry)).readShort(6)).as(entry).isLessThanOrEqualTo((short) (isFirst ? 55 : 61));
        }
    }

    @Test
    public void whatIsLoadedBeforeTheVerdictNamesNothingOfCloudStackOrOfLog4j() throws IOException {
        for (String entry : List.of(BOOT + "PluginBoot.class", BOOT + "BeanReplacement.class", BOOT + "Boot.class",
                BOOT + "Replacements.class", BOOT + "Verdict.class", BOOT + "Comparison.class", BOOT + "Edges.class")) {
            assertThat(namedIn(bytes(entry))).as(entry).noneMatch(name -> name.startsWith("com/cloud/")
                    || name.startsWith("org/apache/cloudstack/") || name.startsWith("org/apache/logging/"));
        }
    }

    @Test
    public void theListOfNeedsAndTheLicenceAreThere() throws IOException {
        assertThat(text(BOOT + "needs.tsv")).contains("type\torg.apache.cloudstack.ha.HAManager\tinterface\n");
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(entries).filteredOn(entry -> entry.startsWith("META-INF/services/") && !entry.endsWith("/"))
                .isNotEmpty().allMatch(entry -> entry.startsWith("META-INF/services/org.hostha."));
    }
}
