package org.hostha.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hostha.cloudstack.client.ApiKey;

/** Tells the search for secrets ({@code test/secrets}) which ones a test has made up. */
final class MadeSecrets {

    private MadeSecrets() {
    }

    static void note(String secret) throws IOException {
        String file = System.getProperty("hostha.test.secrets", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), secret + "\n", StandardOpenOption.APPEND);
        }
    }

    /** The key of a server's root admin, noted, and the key that the server stores secrets with. */
    static ApiKey ofServer(Path data) throws IOException {
        String secretKey = Files.readAllLines(data.resolve("admin.apikey")).get(1).substring("secretkey=".length());
        note(secretKey);
        note(Files.readString(data.resolve("secret.key")).strip());
        return new ApiKey(Files.readAllLines(data.resolve("admin.apikey")).get(0).substring("apikey=".length()), secretKey);
    }
}
