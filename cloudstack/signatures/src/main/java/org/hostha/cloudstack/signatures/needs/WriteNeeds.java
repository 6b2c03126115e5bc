package org.hostha.cloudstack.signatures.needs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/** Writes down what compiled classes need of CloudStack, so that the list can't drift from the code. Run by the plugin's build. */
public final class WriteNeeds {

    private WriteNeeds() {
    }

    /**
     * Reads all classes below a directory.
     *
     * @param args the directory, and the file to write; {@link Needs} says what a line holds
     * @throws IOException when a file can't be read or written
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        Files.createDirectories(file.getParent());
        Files.write(file, of(Path.of(args[0])).lines());
    }

    /** What the classes below a directory need. */
    public static Needs of(Path directory) throws IOException {
        List<byte[]> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
                classes.add(Files.readAllBytes(file));
            }
        }
        Needs needs = new Needs(new Declarations());
        for (byte[] bytes : classes) {
            new ClassReader(bytes).accept(new NeedsVisitor(needs), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        return needs;
    }
}
