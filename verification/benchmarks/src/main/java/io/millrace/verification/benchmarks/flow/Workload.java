package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An application that processes what its topics hold.
 *
 * @param name what it is called in the tables
 * @param program what the application does
 * @param input what it reads
 * @param partitions of the topics it reads
 * @param settings the same for both libraries
 * @param target how many times better Millrace shall be
 */
record Workload(String name, Program program, Input input, int partitions, Map<String, String> settings, double target)
        implements Line {

    private static final Map<String, String> EXACTLY_ONCE = Map.of("processing.guarantee", "exactly_once_v2");

    @Override
    public List<Library> libraries() {
        return PlainLoop.does(program) ? List.of(Library.values()) : Library.COMPARED;
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        all.add(of("copy", Program.COPY, true, 1.5));
        all.add(of("filter, mapValues", Program.FILTER_MAP, true, 1.5));
        all.add(of("count, 100k skewed keys; cache on", Program.COUNT, true, 4));
        all.add(of("count, 100k skewed keys; cache off", Program.COUNT, false, 4));
        all.add(exactlyOnce("count, 100k skewed keys, exactly once; cache on", true));
        all.add(exactlyOnce("count, 100k skewed keys, exactly once; cache off", false));
        all.add(uniform("count, 2M uniform keys; cache on", true, 3));
        all.add(uniform("count, 2M uniform keys; cache off", false, 1.6));
        all.add(of("tumbling count; cache on", Program.TUMBLING_COUNT, true, 2));
        all.add(of("tumbling count; cache off", Program.TUMBLING_COUNT, false, 2));
        all.add(of("sliding count; cache on", Program.SLIDING_COUNT, true, 2));
        all.add(of("session count; cache on", Program.SESSION_COUNT, true, 2));
        all.add(of("tumbling count, suppressed until the window closes", Program.SUPPRESSED_COUNT, true, 2));
        all.add(of("repartition, count; cache on", Program.REPARTITIONED_COUNT, true, 2));
        all.add(of("join of stream and table", Program.STREAM_TABLE_JOIN, true, 3));
        all.add(of("join of two streams", Program.STREAM_STREAM_JOIN, true, 2));
        all.add(of("foreign-key join; cache off", Program.FOREIGN_KEY_JOIN, false, 2));
        return all;
    }

    static Workload of(String name, Program program, boolean cached, double target) {
        return new Workload(name, program, Input.SKEWED, 1, Settings.cached(cached), target);
    }

    private static Workload uniform(String name, boolean cached, double target) {
        return new Workload(name, Program.COUNT, Input.UNIFORM, 1, Settings.cached(cached), target);
    }

    private static Workload exactlyOnce(String name, boolean cached) {
        return new Workload(
                name, Program.COUNT, Input.SKEWED, 1, Settings.with(Settings.cached(cached), EXACTLY_ONCE), 3);
    }
}
