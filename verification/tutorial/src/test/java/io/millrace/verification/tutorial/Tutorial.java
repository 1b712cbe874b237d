package io.millrace.verification.tutorial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What docs/tutorial.md has its reader write and type. Also a command, for stopwatch.sh, which needs nothing but a JDK.
 *
 * @param files contents by path: blocks behind a line that is nothing but a path
 * @param commands what is typed, in order
 */
record Tutorial(Map<String, String> files, List<Command> commands) {

    private static final Pattern FILE = Pattern.compile("(?ms)^`([^`\\n]+)`:\\n\\n```\\w+\\n(.*?)^```$");
    private static final Pattern CONSOLE = Pattern.compile("(?ms)^```console\\n(.*?)^```$");
    private static final String PROMPT = "$ ";

    /** What the reader copies or generates, and what is not needed for the count. */
    private static final Pattern NOT_COUNTED = Pattern.compile("pom\\.xml|.*/DemoApplication\\.java|.*Tests\\.java");

    static Tutorial read(Path page) throws IOException {
        String text = Files.readString(page);
        Map<String, String> files = new LinkedHashMap<>();
        Matcher file = FILE.matcher(text);
        while (file.find()) {
            files.put(file.group(1), file.group(2));
        }
        List<Command> commands = new ArrayList<>();
        Matcher console = CONSOLE.matcher(text);
        while (console.find()) {
            for (String part : ("\n" + console.group(1)).split("\n" + Pattern.quote(PROMPT))) {
                if (!part.isBlank()) {
                    String[] commandAndOutput = part.split("\n", 2);
                    commands.add(new Command(
                            commandAndOutput[0], commandAndOutput.length == 1 ? "" : commandAndOutput[1].strip()));
                }
            }
        }
        return new Tutorial(files, commands);
    }

    void writeTo(Path directory) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Lines of Java and YAML that the reader has to write, without what an editor adds: package, imports and blank lines. */
    long linesToWrite() {
        return files.entrySet().stream()
                .filter(file -> !NOT_COUNTED.matcher(file.getKey()).matches())
                .flatMap(file -> file.getValue().lines())
                .filter(line -> !line.isBlank() && !line.startsWith("package ") && !line.startsWith("import "))
                .count();
    }

    /**
     * A command with the output that the page shows for it.
     *
     * @param text the command
     * @param shown the output; empty if the page shows none
     */
    record Command(String text, String shown) {

        /** Addresses and times are those of the day. */
        static String masked(String output) {
            return output.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"today\"")
                    .replaceAll("\"host\":\"[^\"]*\"", "\"host\":\"here\"");
        }
    }

    /** {@code PAGE DIRECTORY}: writes the project there, beside it each curl command and what it should print, masked. */
    public static void main(String[] arguments) throws IOException {
        Tutorial tutorial = read(Path.of(arguments[0]));
        Path directory = Path.of(arguments[1]);
        tutorial.writeTo(directory.resolve("demo"));
        int number = 0;
        for (Command command : tutorial.commands()) {
            if (command.text().startsWith("curl ")) {
                number++;
                Files.writeString(directory.resolve("command-" + number), command.text() + "\n");
                Files.writeString(directory.resolve("shown-" + number), command.shown() + "\n");
            }
        }
        System.out.println(tutorial.linesToWrite());
    }
}
