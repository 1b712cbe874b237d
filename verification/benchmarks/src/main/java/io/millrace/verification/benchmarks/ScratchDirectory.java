package io.millrace.verification.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is deleted when it is closed. */
public record ScratchDirectory(Path path) implements AutoCloseable {

    public static ScratchDirectory create() {
        try {
            return new ScratchDirectory(Files.createTempDirectory("millrace-benchmark"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many files are in it. */
    public long files() {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
