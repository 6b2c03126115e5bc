package org.hostha.ha.kvm.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Who we are to hosts: a private key in OpenSSH's format in a file that only its owner can read, its public one beside. */
public final class SshIdentity {

    private final KeyPair keys;

    private SshIdentity(KeyPair keys) {
        this.keys = keys;
    }

    /**
     * Reads the key, or makes one (ECDSA P-256) where there is none, and writes its public half to {@code file.pub}.
     *
     * @throws IOException when it can't be read or written, or is no unencrypted private key
     */
    public static SshIdentity at(Path file) throws IOException {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            try (var in = Files.newInputStream(file)) {
                Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()),
                        in, null);
                if (keys == null || !keys.iterator().hasNext()) {
                    throw new IOException(file + " holds no private key");
                }
                return new SshIdentity(keys.iterator().next());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no private key that can be used: " + e.getMessage(), e);
        }
    }

    private static void make(Path file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(next)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys, "hostha", null, out);
        }
        try (OutputStream out = Files.newOutputStream(file.resolveSibling(file.getFileName() + ".pub"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)
                        .toArray(StandardOpenOption[]::new))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePublicKey(keys, "hostha", out);
        }
        Files.move(next, file);
    }

    KeyPair keys() {
        return keys;
    }
}
