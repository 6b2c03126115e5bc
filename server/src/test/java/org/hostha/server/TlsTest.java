package org.hostha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The API over TLS, with a keystore as keytool makes it. */
public class TlsTest {

    private static final String SECRET = "keystore-secret";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path keystore;
    private Path password;

    @Before
    public void chooseFiles() throws IOException {
        keystore = folder.getRoot().toPath().resolve("keystore.p12");
        password = Files.writeString(folder.getRoot().toPath().resolve("keystore.password"), SECRET + "\n");
    }

    private ServerOptions options() throws IOException {
        Path first = Files.writeString(folder.getRoot().toPath().resolve("first"), "a first password\n");
        return TestDatabase.options(0, folder.getRoot().toPath().resolve("data"), Optional.empty())
                .withAdminPassword(Optional.of(first)).withTls(Optional.of(new ServerOptions.Tls(keystore, password)));
    }

    @Test
    public void withAKeystoreTheServerSpeaksTlsAloneAndItsCookiesAreSecure() throws Exception {
        assertThat(new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias", "server",
                "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-keystore", keystore.toString(),
                "-storetype", "PKCS12", "-storepass:file", password.toString()).inheritIO().start().waitFor()).isZero();
        try (HostHAServer server = HostHAServer.start(options())) {
            assertThat(server.endpoint()).startsWith("https://127.0.0.1:");
            HttpRequest login = HttpRequest.newBuilder(URI.create(server.endpoint())).header("Content-Type", FORM)
                    .POST(BodyPublishers.ofString("command=login&username=admin&password=a+first+password")).build();
            HttpResponse<String> answer = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .sslContext(trusting(keystore)).build().send(login, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().allValues("Set-Cookie")).hasSize(2)
                    .allMatch(cookie -> cookie.contains(";Secure"));
            assertThatThrownBy(() -> HttpClient.newHttpClient().send(login, BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            URI plain = URI.create(server.endpoint().replace("https:", "http:"));
            assertThatThrownBy(() -> HttpClient.newHttpClient().send(HttpRequest.newBuilder(plain).build(),
                    BodyHandlers.ofString())).isInstanceOf(IOException.class);
        }
    }

    @Test
    public void aKeystoreThatCantBeReadIsNamedAndItsPasswordIsNot() throws IOException {
        Files.writeString(keystore, "no keystore");
        ServerOptions options = options();

        assertThatThrownBy(() -> HostHAServer.start(options)).isInstanceOf(StartException.class)
                .hasMessageContaining(keystore.toString()).hasMessageContaining("Check both files")
                .hasMessageNotContaining(SECRET);
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server",
                KeyStore.getInstance(keystore.toFile(), SECRET.toCharArray()).getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
