package io.millrace.verification.fuzz;

import io.millrace.verification.Relocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs on both sides. */
final class Trial {

    private static final String INTERPRETER = Trial.class.getPackageName() + ".interpreter.Interpreter";

    private final Side millrace = Relocation.millrace(Side.class, INTERPRETER);
    private final Side reference = Relocation.reference(Side.class, INTERPRETER);

    /** What a program showed on both sides, and where that differs. */
    record Result(Observation expected, Observation actual, List<Difference> differences) {}

    /**
     * Runs a program on both sides.
     *
     * @throws OutOfMemoryError if it outgrows the memory on the side of Kafka Streams
     * @throws IllegalStateException if it does so on the side of Millrace only
     */
    Result run(Program program) {
        Observation actual = null;
        try {
            actual = run(millrace, program);
        } catch (OutOfMemoryError e) {
            // Some programs join what they have joined, again and again; then the other side outgrows it as well.
        }
        Observation expected = run(reference, program);
        if (actual == null) {
            throw new IllegalStateException("The program outgrows the memory on Millrace, and not on Kafka Streams");
        }
        Result result = new Result(expected, actual, Difference.between(expected, actual));
        return new Result(expected, actual, KnownDifferences.remove(program, result));
    }

    private static Observation run(Side side, Program program) {
        try {
            Path directory = Files.createTempDirectory("fuzz");
            try {
                return side.run(program, directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the stores of a program.", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
