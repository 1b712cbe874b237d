package io.millrace.verification.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The coded form of DIFFERENCES.md, apart from what the interpreter leaves out. */
final class KnownDifferences {

    private static final Pattern WINDOW = Pattern.compile("@(\\d+)/\\d+ = ");

    private static final long SHORTEST_RETENTION_MS = 20;

    /** Lines that tell of a failed record as it was read: what handlers noted, what was sent on account of it. */
    private static final Map<String, Pattern> SOURCES = Map.of(
            "events", Pattern.compile("(?<= key )\\S+ value \\S+(?= with)"),
            "topic unprocessed", Pattern.compile("(?<=^step \\d{1,9}: )\\S+ = \\S+"),
            "topic dead-letters", Pattern.compile("(?<=^step \\d{1,9}: )\\S+ = \\S+"));

    private static final Pattern SESSION = Pattern.compile("^session .*@\\d+/(\\d+) = ");

    private KnownDifferences() {}

    /** The differences that no entry of the list explains. */
    static List<Difference> remove(Program program, Trial.Result result) {
        List<Difference> left = new ArrayList<>();
        if (isRefusal(result) || isUnevenMerge(program, result)) {
            return left;
        }
        for (Difference difference : result.differences()) {
            if (!isExpiredWindowInCache(program, result, difference)
                    && !isCountOfSlidingWindowsInCache(program, difference)
                    && !isSessionOfOneMillisecond(result, difference)
                    && !isCountOfLateWrites(program, difference)
                    && !isLostSource(result, difference)) {
                left.add(difference);
            }
        }
        return left;
    }

    /** Entries "merging repartitions" and "nulls of sliding windows": Kafka Streams fails where Millrace goes on. */
    private static boolean isRefusal(Trial.Result result) {
        for (String message : result.expected().sections().getOrDefault("#error", List.of())) {
            if (message.startsWith("StreamsException Found a null keyChangingChild node")) {
                return true;
            }
            if (message.startsWith("NullPointerException ") && message.contains("\"next.value\" is null")) {
                return !result.actual().sections().containsKey("#error");
            }
        }
        return false;
    }

    /** Entry "merging repartitions": Kafka Streams moves one in front of a merge of other streams, and all behind it differs. */
    private static boolean isUnevenMerge(Program program, Trial.Result result) {
        return program.settings().mergesRepartitions()
                && UnevenMerges.areIn(
                        result.expected().sections().getOrDefault("description", List.of()),
                        result.actual().sections().getOrDefault("description", List.of()));
    }

    /** Entry "expired windows in the cache": a store of Kafka Streams may show more, but only windows older than all of Millrace's. */
    private static boolean isExpiredWindowInCache(Program program, Trial.Result result, Difference difference) {
        String section = difference.section();
        if (program.settings().cacheBytes() == 0 || !section.startsWith("store ")) {
            return false;
        }
        List<String> expected = result.expected().sections().getOrDefault(section, List.of());
        List<String> actual = result.actual().sections().getOrDefault(section, List.of());
        long oldest = actual.stream()
                .map(KnownDifferences::expires)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min()
                .orElse(latestMs(program) - SHORTEST_RETENTION_MS);
        return expected.containsAll(actual)
                && expected.stream().filter(line -> !actual.contains(line)).allMatch(line -> {
                    OptionalLong time = expires(line);
                    return time.isPresent() && time.getAsLong() < oldest;
                });
    }

    /** The same: Kafka Streams counts what is too late for windows that it makes beside those it finds in the cache. */
    private static boolean isCountOfSlidingWindowsInCache(Program program, Difference difference) {
        return program.settings().cacheBytes() > 0
                && difference.section().equals("dropped records")
                && difference.expected() != null
                && difference.actual() != null
                && Double.parseDouble(difference.expected()) > Double.parseDouble(difference.actual())
                && program.ops().stream().anyMatch(KnownDifferences::isOfSlidingWindows);
    }

    private static boolean isOfSlidingWindows(Op op) {
        int window = op.choice(5, 16);
        return isWindowed(op) && window >= 10 && window <= 12;
    }

    private static boolean isWindowed(Op op) {
        return switch (op.kind()) {
            case AGGREGATE, COUNT, REDUCE, COGROUP -> op.choice(5, 16) >= 5;
            default -> false;
        };
    }

    private static long latestMs(Program program) {
        return program.inputs().stream()
                .filter(input -> input.topic() != Input.CLOCK)
                .mapToLong(Input::time)
                .max()
                .orElse(0);
    }

    /** Entry "closed sessions": Millrace may show more, but only sessions that ended together, before all that both show. */
    private static boolean isSessionOfOneMillisecond(Trial.Result result, Difference difference) {
        String section = difference.section();
        if (!section.startsWith("store ")) {
            return false;
        }
        List<String> expected = result.expected().sections().getOrDefault(section, List.of());
        List<String> actual = result.actual().sections().getOrDefault(section, List.of());
        long[] ends = actual.stream()
                .filter(line -> !expected.contains(line))
                .mapToLong(KnownDifferences::sessionEnd)
                .distinct()
                .toArray();
        return actual.containsAll(expected)
                && ends.length == 1
                && expected.stream().allMatch(line -> sessionEnd(line) > ends[0]);
    }

    /** -1 if the line is not of a session. */
    private static long sessionEnd(String line) {
        Matcher session = SESSION.matcher(line);
        return session.find() ? Long.parseLong(session.group(1)) : -1;
    }

    /** The time by which a window expires: its start, or the end of a session. */
    private static OptionalLong expires(String line) {
        long end = sessionEnd(line);
        if (end >= 0) {
            return OptionalLong.of(end);
        }
        Matcher window = WINDOW.matcher(line);
        return window.find() ? OptionalLong.of(Long.parseLong(window.group(1))) : OptionalLong.empty();
    }

    /** Entry "dead letters after a sink": Kafka Streams' records may be empty where Millrace's are not, and are the same else. */
    private static boolean isLostSource(Trial.Result result, Difference difference) {
        Pattern source = SOURCES.get(difference.section());
        if (source == null) {
            return false;
        }
        List<String> expected = result.expected().sections().getOrDefault(difference.section(), List.of());
        List<String> actual = result.actual().sections().getOrDefault(difference.section(), List.of());
        if (expected.size() != actual.size()) {
            return false;
        }
        String lost = difference.section().equals("events") ? "null value null" : "null = null";
        for (int i = 0; i < expected.size(); i++) {
            String line = expected.get(i);
            if (!line.equals(actual.get(i))
                    && !line.equals(source.matcher(actual.get(i)).replaceFirst(lost))) {
                return false;
            }
        }
        return true;
    }

    /** Entry "late writes": some of Kafka Streams' stores take them, and do not count. */
    private static boolean isCountOfLateWrites(Program program, Difference difference) {
        return difference.section().equals("dropped records")
                && difference.expected() != null
                && difference.actual() != null
                && program.ops().stream().anyMatch(KnownDifferences::writesForgettingStore);
    }

    private static boolean writesForgettingStore(Op op) {
        return switch (op.kind()) {
            case STREAM_JOIN, SELF_JOIN -> true;
            // Of two streams, of which one is ahead of the other.
            case COGROUP -> isWindowed(op) && op.choice(11, 4) > 0;
            case PROCESS, PROCESS_VALUES -> op.choice(5, 6) >= 3;
            default -> false;
        };
    }
}
