package io.millrace.streams.engine.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file beside a task's database that says how far its stores have their changelogs, and how they are laid out, so that nobody has to
 * open the database to know.
 * It is a hint, for the assignment of tasks and what is refused at the start: nothing is restored from it or left out because of it. It may lag behind the database, but
 * is never ahead: whoever writes it does so after the flush that it tells of, and withdraws it before a position goes back.
 *
 * <p>It is text. The first line names the format, each other one has a number and the mark it is kept under ({@link PositionMark}, {@link StoredLayout}), the last
 * is {@code end} and the number of lines between. What does not look like that says nothing. It is not synced: after a power cut it may be
 * old, empty or gone.
 */
public final class PositionHint {

    private static final Logger log = LoggerFactory.getLogger(PositionHint.class);
    private static final String FILE_NAME = "positions.hint";
    private static final String DRAFT_NAME = FILE_NAME + ".new";
    private static final String FORMAT = "millrace-positions 1";
    private static final String END = "end ";

    /** For more than a thousand stores; larger files are not looked at. */
    private static final long MAX_BYTES = 1024L * 1024L;

    private final Path file;

    private PositionHint(Path file) {
        this.file = file;
    }

    /** The hint in the directory of a task; there may be none. */
    public static PositionHint in(Path taskDirectory) {
        return new PositionHint(taskDirectory.resolve(FILE_NAME));
    }

    static boolean isHint(Path path) {
        return path.endsWith(FILE_NAME) || path.endsWith(DRAFT_NAME);
    }

    /** Tells of these marks, in place of what was told before. What goes wrong is logged: then nothing is told. */
    public void tell(Map<String, Long> marks) {
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        new TreeMap<>(marks)
                .forEach((name, position) ->
                        text.append(position).append(' ').append(name).append('\n'));
        text.append(END).append(marks.size()).append('\n');
        Path draft = file.resolveSibling(DRAFT_NAME);
        try {
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.debug("{} cannot be written; what it said before is older, but true", file, e);
        }
    }

    /** Says nothing from now on. */
    public void withdraw() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn(
                    "{} cannot be deleted: until it is written anew, the state of its task may seem to be newer than it"
                            + " is, and the task be assigned to this instance too early",
                    file,
                    e);
        }
    }

    /** The positions by changelog; none if there is no such file, or none that makes sense. */
    public Map<TopicPartition, Long> read() {
        return PositionMark.positions(marks());
    }

    /** How a store is laid out, as far as that is told. */
    Optional<StoredLayout> layoutOf(StoreSpec spec) {
        return Optional.ofNullable(marks().get(StoredLayout.markOf(spec))).map(StoredLayout::new);
    }

    private Map<String, Long> marks() {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
                return Map.of();
            }
            // Bytes that are no text do no harm here.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return parsed(text).orElseGet(() -> {
                log.debug("{} is damaged and says nothing", file);
                return Map.of();
            });
        } catch (IOException e) {
            log.debug("{} cannot be read and says nothing", file, e);
            return Map.of();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private static Optional<Map<String, Long>> parsed(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        int last = lines.size() - 2; // What follows the last line break is empty.
        if (last < 1
                || !lines.get(0).equals(FORMAT)
                || !lines.get(last).equals(END + (last - 1))
                || !lines.get(last + 1).isEmpty()) {
            return Optional.empty();
        }
        Map<String, Long> marks = new HashMap<>();
        for (String line : lines.subList(1, last)) {
            int space = line.indexOf(' ');
            try {
                marks.put(line.substring(space + 1), Long.parseLong(line, 0, Math.max(0, space), 10));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.of(marks);
    }
}
