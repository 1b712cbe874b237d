package io.millrace.verification.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The coded form of DIFFERENCES.md, apart from what the interpreter leaves out. */
final class KnownDifferences {

    private static final Pattern WINDOW = Pattern.compile("@(\\d+)/\\d+ = ");

    /** How lines begin that are of a step. */
    private static final Pattern STEP = Pattern.compile("^(?:at )?step (\\d+): ");

    /** How Kafka Streams fails on what it finds in its cache, forwards and backwards. */
    private static final Pattern NULL_OF_SLIDING_WINDOWS =
            Pattern.compile(": NullPointerException .*\"(?:next|windowBeingProcessed)\\.value\" is null");

    private static final Set<String> BEFORE_ALL_STEPS = Set.of("description", "queryable stores");

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
        long since = Math.min(stepOfNullOfSlidingWindows(result), stepOfKeylessRecord(program, result));
        for (Difference difference : result.differences()) {
            if (!isSince(since, difference)
                    && !isExpiredWindowInCache(program, result, difference)
                    && !isCountOfSlidingWindowsInCache(program, difference)
                    && !isSessionOfOneMillisecond(result, difference)
                    && !isCountOfLateWrites(program, difference)
                    && !isLostSource(result, difference)) {
                left.add(difference);
            }
        }
        return left;
    }

    /** Entry "merging repartitions": Kafka Streams fails where Millrace goes on. */
    private static boolean isRefusal(Trial.Result result) {
        return result.expected().sections().getOrDefault("#error", List.of()).stream()
                .anyMatch(message -> message.startsWith("StreamsException Found a null keyChangingChild node"));
    }

    /** Entry "nulls of sliding windows": the step at which Kafka Streams first fails on one, or {@link Long#MAX_VALUE} if it does not. */
    private static long stepOfNullOfSlidingWindows(Trial.Result result) {
        return result.expected().sections().getOrDefault(Difference.FAILURES, List.of()).stream()
                .filter(line -> NULL_OF_SLIDING_WINDOWS.matcher(line).find())
                .mapToLong(KnownDifferences::step)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Entry "records without a key": the step at which the first goes through a repartition where Kafka Streams drops it. */
    private static long stepOfKeylessRecord(Program program, Trial.Result result) {
        return program.settings().mergesRepartitions() ? KeylessRecords.firstStep(result) : Long.MAX_VALUE;
    }

    /** Whether a difference may follow from what happened at a step: it is of that step or of a later one, or not of any. */
    private static boolean isSince(long step, Difference difference) {
        return step < Long.MAX_VALUE
                && !BEFORE_ALL_STEPS.contains(difference.section())
                && step(difference.expected()) >= step
                && step(difference.actual()) >= step;
    }

    /** {@link Long#MAX_VALUE} if there is no line, or it is of no step. */
    private static long step(String line) {
        if (line == null) {
            return Long.MAX_VALUE;
        }
        Matcher step = STEP.matcher(line);
        return step.find() ? Long.parseLong(step.group(1)) : Long.MAX_VALUE;
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
