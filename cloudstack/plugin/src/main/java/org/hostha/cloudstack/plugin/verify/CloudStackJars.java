package org.hostha.cloudstack.plugin.verify;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipException;

/** The jars of a management server, put on one flat class path with the plugin, as on a running one. */
final class CloudStackJars {

    /** A class that every CloudStack has in which the plugin has something to do. */
    static final String PROOF = "org/apache/cloudstack/ha/HAManager.class";

    private static final String PLUGIN = "org/hostha/cloudstack/plugin/boot/PluginBoot.class";

    private final List<Path> jars = new ArrayList<>();
    private final List<Path> skipped = new ArrayList<>();
    private Path main;

    private CloudStackJars() {
    }

    /** @throws IllegalArgumentException naming a file that is no jar */
    static CloudStackJars open(List<Path> files) throws IOException {
        CloudStackJars found = new CloudStackJars();
        for (Path file : files) {
            try (JarFile jar = new JarFile(file.toFile())) {
                if (jar.getEntry(PLUGIN) != null) {
                    found.skipped.add(file);
                    continue;
                }
                found.jars.add(file);
                if (jar.getEntry(PROOF) != null) {
                    found.main = file;
                }
            } catch (ZipException e) {
                throw new IllegalArgumentException(file + " is no jar: " + e.getMessage(), e);
            }
        }
        return found;
    }

    /** Other copies of the plugin. */
    List<Path> skipped() {
        return skipped;
    }

    /** The jar with CloudStack's own classes; empty when there is none. */
    Optional<Path> main() {
        return Optional.ofNullable(main);
    }

    /** What the plugin would miss, one line each. */
    List<String> missing() throws IOException {
        List<URL> path = new ArrayList<>();
        path.add(VerifyMain.class.getProtectionDomain().getCodeSource().getLocation());
        for (Path jar : jars) {
            path.add(url(jar));
        }
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            List<String> missing = verdict(loader);
            if (missing.isEmpty()) {
                missing.addAll(new Beans(loader).missing());
            }
            return missing;
        }
    }

    /** Asked of a copy of the plugin's classes that sees CloudStack's. */
    private static List<String> verdict(ClassLoader loader) {
        try {
            Class<?> type = loader.loadClass("org.hostha.cloudstack.plugin.boot.Verdict");
            Object verdict = type.getMethod("on", ClassLoader.class).invoke(null, loader);
            List<String> missing = new ArrayList<>();
            ((List<?>) type.getMethod("missing").invoke(verdict)).forEach(line -> missing.add(line.toString()));
            return missing;
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException("the comparison itself failed: " + e, e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
