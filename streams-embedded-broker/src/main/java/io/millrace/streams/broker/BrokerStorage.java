package io.millrace.streams.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** The directory of a broker on disk: formatted when new, left as it is when not. */
final class BrokerStorage {

    private final BrokerSettings settings;

    BrokerStorage(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Prepares the directory. A directory that an earlier run prepared keeps its cluster id and its data. */
    void format() {
        Path log = settings.logDirectory();
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(log);
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(log.toString())
                    .setMetadataLogDirectory(log.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new BrokerStartException(
                    "The embedded broker could not prepare its data directory " + settings.directory()
                            + "; check that it can be written, or choose another with"
                            + " EmbeddedBroker.builder().dataDirectory(...).",
                    e);
        }
    }

    static Path newTemporaryDirectory() {
        try {
            return Files.createTempDirectory("millrace-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("Could not create a temporary directory for the embedded broker.", e);
        }
    }

    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
