package io.millrace.streams.engine.state;

import io.millrace.streams.errors.ProcessorStateException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file that says whose directory this is, so that nobody takes another's state for its own.
 *
 * @param format how the directory is laid out
 * @param application the application's id
 * @param task the name of the task whose directory it is, null for the application's own
 * @param processId made once for the application's directory, null in a task's
 */
record DirectoryIdentity(
        StateFormat format,
        String application,
        @Nullable String task,
        @Nullable UUID processId) {

    private static final String FILE_NAME = "millrace.properties";
    private static final String FORMAT_KEY = "format";
    private static final String APPLICATION_KEY = "application";
    private static final String TASK_KEY = "task";
    private static final String PROCESS_KEY = "process";

    /** An identity file that cannot be believed. */
    static final class DamagedException extends Exception {

        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    static DirectoryIdentity ofApplication(String application, UUID processId) {
        return new DirectoryIdentity(StateFormat.LATEST, application, null, processId);
    }

    static DirectoryIdentity ofTask(String application, String task) {
        return new DirectoryIdentity(StateFormat.LATEST, application, task, null);
    }

    static boolean isIdentityFile(Path path) {
        return path.endsWith(FILE_NAME);
    }

    static Path fileIn(Path directory) {
        return directory.resolve(FILE_NAME);
    }

    /**
     * What the file in a directory says; null if there is none.
     *
     * @throws DamagedException if it says nothing that makes sense
     * @throws ProcessorStateException if a later version wrote it
     */
    static @Nullable DirectoryIdentity read(Path directory) throws IOException, DamagedException {
        Path file = fileIn(directory);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new DamagedException(file + " is not a file");
        }
        Properties found = new Properties();
        try {
            // Any bytes are text in this character set, damaged or not.
            found.load(new StringReader(Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(file + " is damaged: " + e.getMessage());
        }
        return parsed(file, found);
    }

    private static DirectoryIdentity parsed(Path file, Properties found) throws DamagedException {
        StateFormat format = format(file, present(file, found, FORMAT_KEY));
        String application = present(file, found, APPLICATION_KEY);
        String task = found.getProperty(TASK_KEY);
        if (task != null) {
            return new DirectoryIdentity(format, application, task, null);
        }
        String process = present(file, found, PROCESS_KEY);
        try {
            return new DirectoryIdentity(format, application, null, UUID.fromString(process));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(file + " is damaged: '" + process + "' is no id of a process");
        }
    }

    private static String present(Path file, Properties found, String key) throws DamagedException {
        String value = found.getProperty(key, "");
        if (value.isEmpty()) {
            throw new DamagedException(file + " is damaged: it does not say '" + key + "'");
        }
        return value;
    }

    private static StateFormat format(Path file, String number) throws DamagedException {
        int parsed;
        try {
            parsed = Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new DamagedException(file + " is damaged: '" + number + "' is no format");
        }
        if (parsed < StateFormat.APPLICATION_NAMED.number()) {
            throw new DamagedException(file + " is damaged: there never was a format " + parsed);
        }
        return StateFormat.of(parsed)
                .orElseThrow(() -> new ProcessorStateException("State directory " + file.getParent() + " has format "
                        + parsed + ", and this version reads formats " + StateFormat.APPLICATION_NAMED.number()
                        + " to " + StateFormat.LATEST.number()
                        + ". Use the version that wrote it or a later one, or delete the directory; the state is then"
                        + " rebuilt from the changelogs."));
    }

    /** Writes the file: all of it or nothing. */
    void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(FORMAT_KEY, Integer.toString(format.number()));
        properties.setProperty(APPLICATION_KEY, application);
        if (task != null) {
            properties.setProperty(TASK_KEY, task);
        }
        if (processId != null) {
            properties.setProperty(PROCESS_KEY, processId.toString());
        }
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Path draft = directory.resolve(FILE_NAME + ".new");
        Files.writeString(draft, text.toString(), StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, fileIn(directory), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
