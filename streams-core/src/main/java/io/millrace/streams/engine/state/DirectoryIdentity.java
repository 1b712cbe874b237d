package io.millrace.streams.engine.state;

import io.millrace.streams.errors.ProcessorStateException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The file that says whose directory this is, so that nobody takes another's state for its own.
 *
 * @param processId made once for the directory
 */
record DirectoryIdentity(UUID processId) {

    private static final String FILE_NAME = "millrace.properties";
    private static final int FORMAT = 1;
    private static final String FORMAT_KEY = "format";
    private static final String APPLICATION_KEY = "application";
    private static final String PROCESS_KEY = "process";

    static boolean isIdentityFile(Path path) {
        return path.endsWith(FILE_NAME);
    }

    static DirectoryIdentity readOrCreate(Path directory, String applicationId, Supplier<UUID> newProcessId) {
        Path file = directory.resolve(FILE_NAME);
        try {
            if (!Files.exists(file)) {
                return create(file, applicationId, newProcessId.get());
            }
            Properties found = new Properties();
            found.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            return checked(file, found, applicationId);
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "State directory " + directory + " cannot be used: " + e + ". Check the rights to " + file + ".",
                    e);
        }
    }

    private static DirectoryIdentity checked(Path file, Properties found, String applicationId) {
        String application = found.getProperty(APPLICATION_KEY, "");
        if (!application.equals(applicationId)) {
            throw new ProcessorStateException("State directory " + file.getParent() + " belongs to application '"
                    + application + "', not to '" + applicationId
                    + "'. Was it copied or renamed? Delete it, or set state.dir to another directory.");
        }
        try {
            int format = Integer.parseInt(found.getProperty(FORMAT_KEY, ""));
            if (format != FORMAT) {
                throw new ProcessorStateException(
                        "State directory " + file.getParent() + " has format " + format
                                + ", this version reads format " + FORMAT
                                + ". Use the version that wrote it, or delete it; the state is then rebuilt from the changelogs.");
            }
            return new DirectoryIdentity(UUID.fromString(found.getProperty(PROCESS_KEY, "")));
        } catch (IllegalArgumentException e) {
            throw new ProcessorStateException(
                    "File " + file + " is damaged: " + e.getMessage()
                            + ". Delete the directory; the state is then rebuilt from the changelogs.",
                    e);
        }
    }

    private static DirectoryIdentity create(Path file, String applicationId, UUID processId) throws IOException {
        DirectoryIdentity identity = new DirectoryIdentity(processId);
        Properties properties = new Properties();
        properties.setProperty(FORMAT_KEY, Integer.toString(FORMAT));
        properties.setProperty(APPLICATION_KEY, applicationId);
        properties.setProperty(PROCESS_KEY, identity.processId.toString());
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Path draft = file.resolveSibling(FILE_NAME + ".new");
        Files.writeString(draft, text.toString(), StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return identity;
    }
}
