package org.hostha.cloudstack.stage;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hostha.cloudstack.plugin.fake.FakeCloudStack;
import org.hostha.cloudstack.signatures.Catalogue;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A {@link ManagementServer} in a class loader of its own, which sees nothing but what lies on its flat class path. */
final class Stage implements AutoCloseable {

    static final Path PLUGIN = Path.of(System.getProperty("hostha.plugin.jar"));

    private static final List<String> LIBRARIES = List.of("spring-", "log4j-", "guava-", "failureaccess-", "gson-", "joda-time-",
            "javax.inject-", "h2-", "mariadb-java-client-");

    private final URLClassLoader loader;
    private final Object server;

    /** @param first what comes before CloudStack's own classes on the class path: the plugin, or classes of another CloudStack */
    Stage(Path... first) {
        this(false, first);
    }

    private Stage(boolean managers, Path... first) {
        List<Path> path = new ArrayList<>(List.of(first));
        path.addAll(cloudStack());
        path.addAll(libraries());
        loader = new URLClassLoader(path.stream().map(Stage::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        try {
            server = type(ManagementServer.class.getName()).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            if (managers) {
                call("employ");
            }
            call("start");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** With the plugin, and with managers and a database for it to work on. */
    static Stage withManagers() {
        return withManagers(PLUGIN);
    }

    /** The same, with a plugin's jar that is not as it was built. */
    static Stage withManagers(Path plugin) {
        return new Stage(true, plugin);
    }

    /** Writes the plugin's jar without one of its files. */
    static Path damaged(Path jar, String without) throws IOException {
        Files.copy(PLUGIN, jar);
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Files.delete(files.getPath(without));
        }
        return jar;
    }

    /** CloudStack's classes; what comes first hides what comes later. */
    static List<Path> cloudStack() {
        return List.of(home(ManagementServer.class), home(FakeCloudStack.class), home(Catalogue.class));
    }

    /** What CloudStack brings. */
    static List<Path> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(file -> LIBRARIES.stream().anyMatch(file.getFileName().toString()::startsWith)).toList();
    }

    static Path home(Class<?> type) {
        return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Writes one of CloudStack's classes below a directory, without its methods of one name. */
    static Path without(Path directory, String type, String method) throws IOException {
        String file = type.replace('.', '/') + ".class";
        ClassWriter writer = new ClassWriter(0);
        try (var in = Stage.class.getClassLoader().getResourceAsStream(file)) {
            new ClassReader(in.readAllBytes()).accept(new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
                    return name.equals(method) ? null : super.visitMethod(access, name, descriptor, signature, thrown);
                }
            }, 0);
        }
        Files.createDirectories(directory.resolve(file).getParent());
        Files.write(directory.resolve(file), writer.toByteArray());
        return directory;
    }

    /** Writes CloudStack's tables below a directory, without one line. */
    static Path withoutEdge(Path directory, String edge) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(home(ManagementServer.class).resolve("tables.txt")));
        if (!lines.remove(edge)) {
            throw new IllegalArgumentException("no line " + edge);
        }
        Files.write(directory.resolve("tables.txt"), lines);
        return directory;
    }

    /** A {@link Failure} on this stage. */
    Object failure() throws ReflectiveOperationException {
        return type(Failure.class.getName()).getConstructor(server.getClass()).newInstance(server);
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return loader.loadClass(name);
    }

    private Object call(String method, String... arguments) {
        return call(server, method, arguments);
    }

    /** @param object of this stage's class loader */
    static Object call(Object object, String method, String... arguments) {
        try {
            Class<?>[] types = new Class<?>[arguments.length];
            Arrays.fill(types, String.class);
            return object.getClass().getMethod(method, types).invoke(object, (Object[]) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    List<String> modules() {
        return (List<String>) call("modules");
    }

    Object bean(String module, String id) {
        return call("bean", module, id);
    }

    String beanClass(String module, String id) {
        return bean(module, id).getClass().getName();
    }

    @SuppressWarnings("unchecked")
    Map<String, String> registered(String registry) {
        return (Map<String, String>) call("registered", registry);
    }

    @SuppressWarnings("unchecked")
    Map<String, String> settings() {
        return (Map<String, String>) call("settings");
    }

    @SuppressWarnings("unchecked")
    Map<String, String> commands() {
        return (Map<String, String>) call("commands");
    }

    @SuppressWarnings("unchecked")
    List<String> query(String sql) {
        return (List<String>) call("query", sql);
    }

    void update(String sql) {
        call("update", sql);
    }

    /** Lines about what was loaded and how, WARN or worse. */
    List<String> complaints() {
        return log().stream().filter(line -> line.contains(" org.hostha.cloudstack.plugin.boot.")
                || line.contains(" org.hostha.cloudstack.stage.")).filter(line -> !line.startsWith("INFO")).toList();
    }

    @SuppressWarnings("unchecked")
    List<String> log() {
        return (List<String>) call("log");
    }

    @Override
    public void close() throws IOException {
        call("close");
        loader.close();
    }
}
