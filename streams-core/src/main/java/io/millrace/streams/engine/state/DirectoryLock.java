package io.millrace.streams.engine.state;

import io.millrace.streams.errors.ProcessorStateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The lock that keeps a second process away from a directory. The lock file names the process that holds it. */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE_NAME = ".lock";
    private static final int MAX_PID_CHARS = 20;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static boolean isLockFile(Path path) {
        return path.endsWith(FILE_NAME);
    }

    static DirectoryLock acquire(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new StateDirectoryLockedException(directory, holder(file), null);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "State directory " + directory + " cannot be locked: " + e + ". Check the rights to " + file
                            + ", and that its file system has file locks.",
                    e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    /** The process id in the file, null if it holds none. */
    private static @Nullable String holder(Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        boolean number =
                !pid.isEmpty() && pid.length() <= MAX_PID_CHARS && pid.chars().allMatch(Character::isDigit);
        return number ? pid : null;
    }

    /** Frees the lock. The file stays: deleting it would let two processes lock two files of that name. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ProcessorStateException("The lock of a state directory cannot be freed: " + e, e);
        }
    }
}
