package io.millrace.streams.engine.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in a task's directory that says that its contents turned out to be damaged while they were used. Whoever takes the directory
 * next, in this process or after a restart, sets it aside.
 */
public final class DamageMark {

    private static final Logger log = LoggerFactory.getLogger(DamageMark.class);
    private static final String FILE_NAME = "damaged";

    private DamageMark() {}

    /** Leaves the mark, with what was found. */
    public static void leave(Path taskDirectory, String found) {
        try {
            Files.writeString(taskDirectory.resolve(FILE_NAME), found, StandardCharsets.UTF_8);
        } catch (IOException e) {
            log.warn(
                    "{} is damaged and cannot be marked so; delete it before the next start. It was found that: {}",
                    taskDirectory,
                    found,
                    e);
        }
    }

    /** Whether the mark was left. */
    static boolean isLeft(Path taskDirectory) {
        return Files.exists(taskDirectory.resolve(FILE_NAME));
    }

    /** What was found when the mark was left, null if there is none. */
    static @Nullable String read(Path taskDirectory) throws IOException {
        Path mark = taskDirectory.resolve(FILE_NAME);
        return Files.exists(mark) ? new String(Files.readAllBytes(mark), StandardCharsets.UTF_8) : null;
    }
}
