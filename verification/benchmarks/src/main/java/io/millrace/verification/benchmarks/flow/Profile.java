package io.millrace.verification.benchmarks.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import one.profiler.AsyncProfilerLoader;

/** Where the processor time of a run goes, as async-profiler samples it; without compilers. */
final class Profile {

    static final String HEAD = "| workload | us a record |"
            + Part.shown().map(part -> " " + part.title + " |").collect(Collectors.joining())
            + System.lineSeparator()
            + "|---|---|"
            + Part.shown().map(part -> "---|").collect(Collectors.joining())
            + System.lineSeparator();

    /** What a stack is counted as: the first that it matches. */
    private enum Part {
        COMPILER("", stack -> stack.startsWith("[C1 Comp") || stack.startsWith("[C2 Comp")),
        GARBAGE("garbage collection", stack -> stack.startsWith("[GC ") || stack.startsWith("[G1 ")),
        ROCKS("RocksDB", stack -> stack.contains("rocksdb")),
        PRODUCER("producer", stack -> stack.contains("/clients/producer/") || stack.startsWith("[kafka-producer")),
        SERDES("serdes", stack -> stack.contains("/common/serialization/")),
        CONSUMER("consumer", stack -> stack.contains("/clients/consumer/")),
        STATE("state on the heap", stack -> stack.contains("/streams/engine/state/")),
        ENGINE("the rest of the record's way", stack -> stack.contains("/streams/engine/runtime/StreamWorker.step")),
        OTHER("start, close, other threads", stack -> true);

        private final String title;
        private final Predicate<String> covers;

        Part(String title, Predicate<String> covers) {
            this.title = title;
            this.covers = covers;
        }

        static Stream<Part> shown() {
            return Stream.of(values()).filter(part -> part != COMPILER);
        }
    }

    private final Map<Part, Long> samples = new EnumMap<>(Part.class);

    private Profile() {}

    /** The option of a JVM that writes its profile into a file. */
    static String agent(Path file) throws IOException {
        return "-agentpath:" + AsyncProfilerLoader.getAsyncProfilerPath()
                + "=start,event=ctimer,interval=1ms,threads,collapsed,file=" + file.toAbsolutePath();
    }

    static Profile read(Path file) throws IOException {
        Profile profile = new Profile();
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(profile::add);
        }
        return profile;
    }

    private void add(String line) {
        int blank = line.lastIndexOf(' ');
        String stack = line.substring(0, blank);
        for (Part part : Part.values()) {
            if (part.covers.test(stack)) {
                samples.merge(part, Long.parseLong(line.substring(blank + 1)), Long::sum);
                return;
            }
        }
    }

    /** @param figures what the run took: how long a sample stands for is the kernel's to say */
    String row(Workload workload, Figures figures) {
        long all = Part.shown().mapToLong(this::samplesOf).sum();
        return String.format(Locale.ROOT, "| %s | %.2f |", workload.name(), figures.cpuSecondsPerMillion())
                + Part.shown()
                        .map(part -> String.format(Locale.ROOT, " %.0f %% |", 100.0 * samplesOf(part) / all))
                        .collect(Collectors.joining())
                + System.lineSeparator();
    }

    private long samplesOf(Part part) {
        return samples.getOrDefault(part, 0L);
    }
}
