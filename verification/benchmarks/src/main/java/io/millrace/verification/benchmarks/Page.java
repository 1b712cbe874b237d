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

    /**
     * Puts a table between {@code <!-- name -->} and {@code <!-- end of name -->}, or with these at the end of a page that does not have
     * them, and leaves the rest of the page.
     */
    public void write(String name, String table) throws IOException {
        String begin = "<!-- " + name + " -->";
        String end = "<!-- end of " + name + " -->";
        String text = Files.exists(path) ? Files.readString(path) : "";
        if (!text.contains(begin) || text.indexOf(end) < text.indexOf(begin)) {
            text += begin + end + System.lineSeparator();
        }
        String before = text.substring(0, text.indexOf(begin) + begin.length());
        String after = text.substring(text.lastIndexOf(end));
        Files.writeString(path, before + "\n\n" + table + "\n" + after);
    }
}
