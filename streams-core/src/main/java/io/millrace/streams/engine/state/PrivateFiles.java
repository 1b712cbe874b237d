package io.millrace.streams.engine.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories that only their owner may enter, and links that nobody follows. */
final class PrivateFiles {

    private static final Logger log = LoggerFactory.getLogger(PrivateFiles.class);
    private static final Set<PosixFilePermission> ONLY_OWNER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Makes a directory, with those above it, if there is none. */
    static Path createDirectory(Path path) throws IOException {
        return Files.isDirectory(path) ? path : Files.createDirectories(path, onlyOwner(path));
    }

    /** Makes a directory below another, if there is none. One that others may enter is closed to them. */
    static Path createDirectory(Path parent, String name) throws IOException {
        Path path = parent.resolve(name);
        if (Files.isSymbolicLink(path)) {
            throw new IOException(path + " is a symbolic link, which is not followed here");
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IOException(path + " is a file where a directory is expected");
        }
        createDirectory(path);
        keepOthersOut(path);
        return path;
    }

    private static void keepOthersOut(Path path) throws IOException {
        if (!hasPosixRights(path) || Files.getPosixFilePermissions(path).equals(ONLY_OWNER)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(path, ONLY_OWNER);
        } catch (IOException e) {
            log.warn(
                    "Others than the owner may enter {}, and this process may not change that. Make it accessible to"
                            + " the user of the application only (mode 0700)",
                    path,
                    e);
        }
    }

    private static boolean hasPosixRights(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] onlyOwner(Path path) {
        return hasPosixRights(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(ONLY_OWNER)}
                : new FileAttribute<?>[0];
    }

    static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.findAny().isEmpty();
        }
    }

    static long lastModifiedMs(Path path) throws IOException {
        return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis();
    }

    /** Notes the time; best effort, because all that depends on it is when an unused directory is deleted. */
    static void touch(Path path, long nowMs) {
        try {
            Files.setLastModifiedTime(path, FileTime.fromMillis(nowMs));
        } catch (IOException ignored) {
            // The directory then counts as unused since it was last written to.
        }
    }

    /** Deletes a file or a directory with all that is in it; links are deleted, not followed. */
    static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
