package org.hostha.demo.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SecretAuditTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final SecretAudit audit = new SecretAudit();

    @After
    public void close() {
        audit.close();
    }

    @Test
    public void whereNothingShowedItSaysSoAfterHavingProvedThatItFinds() throws Exception {
        audit.watchFor("the password", "c0nfidential-of-the-demo");
        audit.search("an answer", "all is well");
        assertThat(audit.leaks()).isEmpty();
    }

    @Test
    public void aSecretInALogIsNamedWithItsPlaceButNotInItsHome() throws Exception {
        audit.watchFor("the password", "c0nfidential-of-the-demo");
        Path home = Files.writeString(folder.getRoot().toPath().resolve("secret.key"), "c0nfidential-of-the-demo");
        Files.writeString(folder.getRoot().toPath().resolve("server.log"), "login with c0nfidential-of-the-demo failed");
        audit.searchFiles(folder.getRoot().toPath(), home::equals);
        assertThat(audit.leaks()).containsExactly("the password stands in server.log");
    }
}
