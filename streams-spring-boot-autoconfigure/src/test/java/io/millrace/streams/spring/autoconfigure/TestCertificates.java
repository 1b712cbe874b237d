package io.millrace.streams.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates that sign themselves, of this machine, in a directory that the test deletes. */
public final class TestCertificates {

    /** Of every store. */
    public static final String PASSWORD = "changeit";

    private static final String TYPE = "PKCS12";

    private final Path directory;

    public TestCertificates(Path directory) {
        this.directory = directory;
    }

    /** Makes a key and its certificate, and returns the store that has both. */
    public Path identity(String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-storetype",
                TYPE,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool made no certificate: " + said);
        }
        return store;
    }

    /** Makes a store of certificates that are trusted: those of identities. */
    public Path trust(String name, Path... identities) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(TYPE);
        trusted.load(null, null);
        for (Path identity : identities) {
            KeyStore store = KeyStore.getInstance(TYPE);
            try (InputStream in = Files.newInputStream(identity)) {
                store.load(in, PASSWORD.toCharArray());
            }
            String alias = store.aliases().nextElement();
            trusted.setCertificateEntry(alias, store.getCertificate(alias));
        }
        Path file = directory.resolve(name + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** Properties of an SSL bundle with a key and what it trusts. */
    public static List<String> bundle(String name, Path identity, Path trust) {
        List<String> properties = new ArrayList<>(bundle(name, trust));
        properties.addAll(List.of(
                "spring.ssl.bundle.jks." + name + ".keystore.location=file:" + identity,
                "spring.ssl.bundle.jks." + name + ".keystore.type=" + TYPE,
                "spring.ssl.bundle.jks." + name + ".keystore.password=" + PASSWORD));
        return properties;
    }

    /** Properties of an SSL bundle without a key. */
    public static List<String> bundle(String name, Path trust) {
        return List.of(
                "spring.ssl.bundle.jks." + name + ".truststore.location=file:" + trust,
                "spring.ssl.bundle.jks." + name + ".truststore.type=" + TYPE,
                "spring.ssl.bundle.jks." + name + ".truststore.password=" + PASSWORD);
    }
}
