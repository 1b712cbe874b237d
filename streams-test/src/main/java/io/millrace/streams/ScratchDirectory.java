package io.millrace.streams;

import io.millrace.streams.engine.state.StateDirectory;
import io.millrace.streams.processor.TaskId;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a topology under test with persistent stores may keep files, until the driver is closed. */
final class ScratchDirectory {

    private final Path directory;

    ScratchDirectory(Path directory) {
        this.directory = directory;
    }

    /** The part of one task. */
    File of(TaskId task) {
        return directory.resolve(StateDirectory.nameOf(task)).toFile();
    }

    void create(TaskId task) {
        try {
            Files.createDirectories(of(task).toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot create " + of(task) + " for the files of processors; set state.dir to another directory",
                    e);
        }
    }

    void delete() {
        if (!Files.exists(directory)) {
            return;
        }
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
