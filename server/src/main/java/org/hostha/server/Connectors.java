package org.hostha.server;

import java.io.IOException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.hostha.server.auth.PrivateFile;

/** What HTTP is spoken over: plain sockets, or TLS where there is a certificate. */
final class Connectors {

    private static final Logger LOG = LogManager.getLogger(Connectors.class);

    /** CloudStack's bound on the headers of a request. */
    private static final int HEADER_BYTES = 8192;

    private Connectors() {
    }

    /** @throws StartException when the keystore can't be used */
    static ServerConnector connector(Server server, ServerOptions options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        if (options.tls().isEmpty()) {
            if (!options.bind().startsWith("127.") && !options.bind().equals("localhost")
                    && !options.bind().equals("::1")) {
                LOG.warn("listening on {} without TLS: passwords and sessions can be read on the way; give a"
                        + " --keystore", options.bind());
            }
            return new ServerConnector(server, new HttpConnectionFactory(http));
        }
        // Clients may know the server by any name or address; whom the certificate is for is theirs to check.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(server, new SslConnectionFactory(certificate(options.tls().get()), "http/1.1"),
                new HttpConnectionFactory(http));
    }

    private static SslContextFactory.Server certificate(ServerOptions.Tls tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        try {
            factory.setKeyStorePath(tls.keystore().toUri().toString());
            factory.setKeyStorePassword(PrivateFile.firstLine(tls.passwordFile()).revealText());
            factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
            factory.start();
            return factory;
        } catch (IOException e) {
            throw new StartException("The keystore's password can't be read from " + tls.passwordFile()
                    + ", or the keystore " + tls.keystore() + " with it (" + e.getClass().getSimpleName()
                    + "). Check both files.", e);
        } catch (Exception e) {
            throw new StartException("The keystore " + tls.keystore() + " can't be used (" + e.getMessage()
                    + "). Give a PKCS #12 file with a certificate and its key, and its password.", e);
        }
    }
}
