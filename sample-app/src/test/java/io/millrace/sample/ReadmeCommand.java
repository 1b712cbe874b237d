package io.millrace.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A curl command of the README with the output that the README shows for it.
 *
 * <p>Understands what the README uses and no more: {@code console} blocks, options {@code -s -X -H -d}, and a pipe into
 * {@code jq} without arguments or into {@code grep} with a pattern.
 *
 * @param text the command as it stands there
 * @param shown the output as it stands there
 */
record ReadmeCommand(String text, String shown) {

    private static final Pattern BLOCK =
            Pattern.compile("^```console\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final String PROMPT = "$ ";

    static List<ReadmeCommand> in(Path readme) throws IOException {
        List<ReadmeCommand> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(readme));
        while (block.find()) {
            String joined = block.group(1).replace("\\\n", " ");
            for (String part : ("\n" + joined).split(Pattern.quote("\n" + PROMPT))) {
                if (part.startsWith("curl ")) {
                    int end = part.indexOf('\n');
                    commands.add(new ReadmeCommand(
                            part.substring(0, end), part.substring(end + 1).strip()));
                }
            }
        }
        return commands;
    }

    /** Whether it is for the second of two instances. */
    boolean asksTheSecond() {
        return text.contains("localhost:8081");
    }

    boolean reads() {
        return !words(text).contains("-d");
    }

    /** The request that curl would make, to another port. */
    HttpRequest.Builder request(int port) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        Iterator<String> words = words(text.split(" \\| ")[0]).iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("-H")) {
                String[] header = words.next().split(": *", 2);
                request.header(header[0], header[1]);
            } else if (word.equals("-d")) {
                request.POST(BodyPublishers.ofString(words.next()));
            } else if (word.startsWith("localhost:")) {
                request.uri(URI.create("http://" + word.replaceFirst("localhost:\\d+", "localhost:" + port)));
            }
        }
        return request;
    }

    /** What is left of an answer behind the pipe. */
    String filter(String answer) {
        List<String> words = words(text);
        int grep = words.indexOf("grep");
        if (grep < 0) {
            return answer;
        }
        Pattern wanted = Pattern.compile(words.get(grep + 1));
        return answer.lines().filter(line -> wanted.matcher(line).find()).collect(Collectors.joining("\n"));
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group().replaceAll("^['\"]|['\"]$", ""));
        }
        return words;
    }
}
