package io.millrace.streams.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second broker away from a data directory.
 *
 * <p>Kafka locks the directory too, but only once its controller has opened the metadata log and written to it. The
 * operating system gives the lock back when the process dies, however it dies.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new BrokerStartException(
                        "The data directory " + directory + " is in use by another embedded broker; stop that one, or"
                                + " choose another directory with EmbeddedBroker.builder().dataDirectory(...).",
                        null);
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The embedded broker cannot write to its data directory " + directory
                            + "; check its permissions, or"
                            + " choose another directory with EmbeddedBroker.builder().dataDirectory(...).",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The lock of an embedded broker's data directory could not be released.", e);
        }
    }
}
