package io.millrace.streams;

import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the processors of a topology under test may keep files, until the driver is closed. */
final class ScratchDirectory {

    private final Path directory;

    private ScratchDirectory(Path directory) {
        this.directory = directory;
    }

    static ScratchDirectory create(Path directory) {
        try {
            return new ScratchDirectory(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot create " + directory + " for the files of processors; set state.dir to another directory",
                    e);
        }
    }

    /** The part of one task; made if it is missing. */
    File of(TaskId task) {
        try {
            return Files.createDirectories(directory.resolve(task.toString())).toFile();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the directory of task " + task + " in " + directory, e);
        }
    }

    void delete() {
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot delete " + directory + "; a processor may still use a file in it", e);
        }
    }
}
