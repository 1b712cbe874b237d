package io.millrace.verification.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page that tables are written into.
 *
 * @param path where it is
 */
public record Page(Path path) {

    /** Puts a table between {@code <!-- name -->} and {@code <!-- end of name -->}, and leaves the rest of the page. */
    public void write(String name, String table) throws IOException {
        String begin = "<!-- " + name + " -->";
        String end = "<!-- end of " + name + " -->";
        String before = begin;
        String after = end + System.lineSeparator();
        if (Files.exists(path)) {
            String text = Files.readString(path);
            int from = text.indexOf(begin);
            int to = text.indexOf(end);
            if (from < 0 || to < from) {
                throw new IllegalStateException(
                        "Page " + path + " has no " + begin + " and " + end + "; add them where the table shall be");
            }
            before = text.substring(0, from + begin.length());
            after = text.substring(to);
        }
        Files.writeString(path, before + "\n\n" + table + "\n" + after);
    }
}
