package org.hostha.oobm.redfish.internal;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which certificates a BMC may show. A listed fingerprint is trusted whoever signed the certificate and whatever its
 * name says; all others must pass the platform's checks, host name included, unless those are switched off. An
 * address with fingerprints of its own is held to them.
 */
final class Trust extends X509ExtendedTrustManager {

    private final Set<String> forAll = new HashSet<>();
    private final Map<String, Set<String>> byAddress = new HashMap<>();
    private final boolean ignore;
    private final X509ExtendedTrustManager platform;

    /**
     * @param fingerprints as in the setting; colons, blanks and case don't matter
     * @param anchors whom to trust; null for the platform's own
     */
    Trust(String fingerprints, boolean ignore, KeyStore anchors) throws GeneralSecurityException {
        this.ignore = ignore;
        for (String entry : fingerprints.split(",")) {
            int equals = entry.indexOf('=');
            String digits = entry.substring(equals + 1).replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
            if (!digits.isEmpty()) {
                Set<String> set = equals < 0 ? forAll
                        : byAddress.computeIfAbsent(plain(entry.substring(0, equals)), key -> new HashSet<>());
                set.add(digits);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        platform = Arrays.stream(factory.getTrustManagers()).filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast).findFirst().orElseThrow();
    }

    TrustManager[] managers() {
        return new TrustManager[] {this};
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String fingerprint = fingerprint(chain[0]);
        Set<String> own = byAddress.get(plain(String.valueOf(engine.getPeerHost())));
        if (own != null) {
            if (!own.contains(fingerprint)) {
                throw new CertificateException("its certificate has the SHA-256 fingerprint " + fingerprint
                        + ", which is not the one in redfish.certificate.fingerprints for this address");
            }
        } else if (!forAll.contains(fingerprint) && !ignore) {
            checkAsThePlatformDoes(chain, authType, engine, fingerprint);
        }
    }

    private void checkAsThePlatformDoes(X509Certificate[] chain, String authType, SSLEngine engine, String fingerprint)
            throws CertificateException {
        try {
            platform.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw new CertificateException("its certificate (SHA-256 fingerprint " + fingerprint + ") is not trusted: "
                    + e.getMessage(), e);
        }
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    private static String plain(String address) {
        return address.trim().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("only HTTP clients ask here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only HTTP clients ask here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients here");
    }
}
