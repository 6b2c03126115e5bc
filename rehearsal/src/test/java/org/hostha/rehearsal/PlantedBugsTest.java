package org.hostha.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Proof that the checks can fail: each bug of {@code planted-bugs.yaml} is put into the engine's source, compiled, and caught,
 * in a class loader of its own, by the scenario or the random life that the list names.
 * {@code -Dhostha.planted.hunt=true} lets all of them look for it, and tells who finds it.
 */
@RunWith(Parameterized.class)
public class PlantedBugsTest {

    private static final String SCENARIOS = "../test/scenarios";

    /** Looks for whoever catches a bug, instead of asking whom the list names. */
    private static final boolean HUNT = Boolean.getBoolean("hostha.planted.hunt");
    private static final int SEEDS = 300;

    @Rule
    public final TemporaryFolder classes = new TemporaryFolder();

    private final Map<String, String> bug;

    public PlantedBugsTest(String name, Map<String, String> bug) {
        this.bug = bug;
    }

    @Parameters(name = "{0}")
    public static List<Object[]> bugs() throws IOException {
        try (InputStream list = PlantedBugsTest.class.getResourceAsStream("/planted-bugs.yaml")) {
            List<Object[]> bugs = new ArrayList<>();
            for (Object each : (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(list)) {
                Map<String, String> fields = new HashMap<>();
                ((Map<?, ?>) each).forEach((key, value) -> fields.put(key.toString(), value.toString()));
                bugs.add(new Object[] {fields.get("bug"), fields});
            }
            return bugs;
        }
    }

    @Test
    public void isCaught() throws Exception {
        plant();
        try (URLClassLoader mutant = mutant()) {
            Class<?> hunt = mutant.loadClass(Hunt.class.getName());
            String caught = HUNT ? (String) hunt.getMethod("anywhere", String.class, int.class).invoke(null, SCENARIOS, SEEDS)
                    : known(hunt, bug.get("caught"));
            if (HUNT) {
                System.out.println(bug.get("bug") + "\n    caught by " + caught);
            }
            assertThat(caught).as("nobody noticed that %s", bug.get("bug")).isNotEmpty();
        }
    }

    /** By a scenario, or by the life of a seed: {@code seed 17}. */
    private static String known(Class<?> hunt, String by) throws ReflectiveOperationException {
        return by.startsWith("seed ") ? (String) hunt.getMethod("live", long.class).invoke(null, Long.valueOf(by.substring(5)))
                : (String) hunt.getMethod("play", String.class).invoke(null, SCENARIOS + "/" + by);
    }

    @Test
    public void isListedForPeople() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("| " + bug.get("rule") + " | " + bug.get("bug") + " | "
                + bug.get("caught") + " |");
    }

    private void plant() throws IOException {
        Path file = Path.of("..", bug.get("file"));
        String source = Files.readString(file);
        String find = bug.get("find").strip();
        assertThat(source).as("%s does not say any more what the bug is to replace", file).containsOnlyOnce(find);
        Path planted = classes.newFolder("src").toPath().resolve(file.getFileName());
        Files.writeString(planted, source.replace(find, bug.get("replace").strip()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-nowarn", "-d", classes.getRoot().toString(), "-cp",
                    System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(messages, files, null, options, null,
                    files.getJavaFileObjects(planted)).call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private URLClassLoader mutant() throws MalformedURLException {
        List<URL> path = new ArrayList<>(List.of(classes.getRoot().toURI().toURL()));
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
