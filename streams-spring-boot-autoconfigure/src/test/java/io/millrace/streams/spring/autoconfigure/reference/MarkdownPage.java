package io.millrace.streams.spring.autoconfigure.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation: its links, headings and tables, without what stands in blocks of code.
 *
 * @param path where it is
 * @param text what it says
 */
record MarkdownPage(Path path, String text) {

    /** The root of the repository, from the directory of this module. */
    private static final Path REPOSITORY = Path.of("..");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern REFERENCE = Pattern.compile("\\[([^]\\[]+)](?:\\[([^]\\[]+)])?(?![(:\\[])");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^\\[([^]]+)]: (\\S+)$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final List<String> NOT_OURS = List.of("target", ".git", "node_modules");

    static MarkdownPage read(Path path) {
        try {
            return new MarkdownPage(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MarkdownPage of(String name) {
        return read(REPOSITORY.resolve(name));
    }

    /** All pages of the repository. */
    static List<MarkdownPage> all() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        collect(REPOSITORY, pages);
        return pages;
    }

    private static void collect(Path directory, List<MarkdownPage> pages) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry) && !NOT_OURS.contains(name)) {
                    collect(entry, pages);
                } else if (name.endsWith(".md")) {
                    pages.add(read(entry));
                }
            }
        }
    }

    /** Where its links lead: addresses, and paths as they are written. */
    List<String> targets() {
        List<String> targets = new ArrayList<>(
                LINK.matcher(prose()).results().map(link -> link.group(1)).toList());
        targets.addAll(definitions().values());
        return targets;
    }

    /** Names that links are given at the end of the page, as in {@code [name]: path}. */
    Map<String, String> definitions() {
        Map<String, String> definitions = new LinkedHashMap<>();
        DEFINITION
                .matcher(prose())
                .results()
                .forEach(definition -> definitions.put(definition.group(1), definition.group(2)));
        return definitions;
    }

    /** Links by name: {@code [text][name]}, and {@code [name]}. */
    List<Reference> references() {
        return REFERENCE.matcher(prose()).results().map(MarkdownPage::reference).toList();
    }

    private static Reference reference(MatchResult match) {
        String name = match.group(2) == null ? match.group(1) : match.group(2);
        return new Reference(match.group(1), name);
    }

    /** What a link can point at behind a {@code #}. */
    List<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(heading -> anchor(heading.group(1)))
                .map(anchor -> {
                    int before = seen.merge(anchor, 1, Integer::sum) - 1;
                    return before == 0 ? anchor : anchor + "-" + before;
                })
                .toList();
    }

    private static String anchor(String heading) {
        return heading.replaceAll("]\\([^)]*\\)", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    /** Rows of its tables, each as its cells. */
    List<List<String>> rows() {
        return text.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(1, line.length() - 1).split("\\|", -1))
                .map(cells -> Stream.of(cells).map(String::strip).toList())
                .toList();
    }

    private String prose() {
        return CODE.matcher(BLOCK.matcher(text).replaceAll("")).replaceAll("code");
    }

    /**
     * A link by name.
     *
     * @param text what it shows
     * @param name the name of what it leads to
     */
    record Reference(String text, String name) {}
}
