package org.analyzetext.localservice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for localhost, signed by itself and good for a month, with what a server needs to use it. Made by the
 * JDK's keytool, because the JDK has no public interface for that; the key is on disk only while it is made.
 */
record Certificate(SSLContext context, X509Certificate certificate) {
    private static final String ALIAS = "local-service";

    /** Made when it is first asked for, so that all services of a process share one. */
    private static final class Lazy {
        static final Certificate MADE = make();
    }

    /** The certificate of this process. */
    static Certificate ofThisProcess() {
        return Lazy.MADE;
    }

    private static Certificate make() {
        String password = UUID.randomUUID().toString();
        try {
            Path folder = Files.createTempDirectory("local-service");
            Path file = folder.resolve("key.p12");
            try {
                keytool(file, password);
                return load(file, password.toCharArray());
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no certificate could be made: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made: " + e.getMessage(), e);
        }
    }

    /** The certificate as clients want it to trust it. */
    String pem() {
        try {
            String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file, String password) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost, O=local service stand-in",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass:env",
                "LOCAL_SERVICE_STORE");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LOCAL_SERVICE_STORE", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool said: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool was at work", e);
        }
    }

    private static Certificate load(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new Certificate(context, (X509Certificate) store.getCertificate(ALIAS));
    }
}
