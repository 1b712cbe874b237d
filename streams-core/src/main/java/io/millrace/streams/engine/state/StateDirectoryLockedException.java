package io.millrace.streams.engine.state;

import io.millrace.streams.errors.LockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The state directory of an application is in use by another process, or by another instance in this one. */
public final class StateDirectoryLockedException extends LockException {

    private static final long serialVersionUID = 1L;

    private final String directory;

    StateDirectoryLockedException(Path directory, @Nullable String holder, @Nullable Throwable cause) {
        super(message(directory, holder), cause);
        this.directory = directory.toString();
    }

    private static String message(Path directory, @Nullable String holder) {
        return "State directory " + directory + " is locked by "
                + (holder == null ? "another process" : "process " + holder)
                + ". Stop that process, or give this instance a directory of its own (state.dir) or another application.id.";
    }

    /** The locked directory. */
    public String directory() {
        return directory;
    }
}
