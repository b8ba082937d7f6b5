package org.analyzetext.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads which certificates are trusted. */
final class TrustStore {
    /** A file of certificates as text, one after the other, such as a mounted {@code ca.crt}. */
    public static final String PEM = "PEM";

    private TrustStore() {}

    /**
     * What trusts the certificates in a file, and no others.
     *
     * @param type {@value #PEM}, or a kind of key store that Java knows, such as PKCS12 or JKS
     * @param password of the key store; empty for none
     * @throws IOException when the file can't be read, is of another kind, or has another password
     * @throws GeneralSecurityException when what it holds can't be used
     */
    public static SSLContext read(Path file, String type, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store;
        try (InputStream in = Files.newInputStream(file)) {
            if (type.equals(PEM)) {
                store = ofCertificates(in);
            } else {
                store = KeyStore.getInstance(type);
                // Without a password PKCS12 would show no certificates at all, and not say so.
                store.load(in, password.toCharArray());
            }
        }
        if (store.size() == 0) {
            throw new GeneralSecurityException("it holds no certificate");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore ofCertificates(InputStream in) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
            store.setCertificateEntry("certificate-" + number++, certificate);
        }
        return store;
    }
}
