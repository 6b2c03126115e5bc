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
 * Proof that the checks can fail: each bug of {@code planted-bugs.yaml} is put into the engine's source, compiled, and hunted
 * by random lives and scenarios in a class loader of its own.
 */
@RunWith(Parameterized.class)
public class PlantedBugsTest {

    private static final int SEEDS = 60;

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
                Map<?, ?> fields = (Map<?, ?>) each;
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
            String caught = (String) hunt.getMethod("scenarios", String.class).invoke(null, "../test/scenarios");
            if (caught.isEmpty()) {
                caught = (String) hunt.getMethod("explore", int.class).invoke(null, SEEDS);
            }
            System.out.println(bug.get("bug") + "\n    caught by " + caught);
            assertThat(caught).as("nobody noticed that %s", bug.get("bug")).isNotEmpty();
        }
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
