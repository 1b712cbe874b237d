package io.millrace.streams.kstream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that several tasks print to. Tasks come and go: each closes the file, and the next line to be printed opens it again, at its end.
 * Any thread may use it; the lock guards which file is open.
 */
final class PrintedFile extends OutputStream {

    private final Path path;
    private @Nullable OutputStream open;

    /** Creates or empties the file. */
    PrintedFile(Path path) throws IOException {
        this.path = path;
        this.open = Files.newOutputStream(path);
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        OutputStream target = open;
        if (target == null) {
            target = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            open = target;
        }
        target.write(bytes, offset, length);
    }

    @Override
    public synchronized void close() throws IOException {
        OutputStream target = open;
        open = null;
        if (target != null) {
            target.close();
        }
    }
}
