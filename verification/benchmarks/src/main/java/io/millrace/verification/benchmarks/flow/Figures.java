package io.millrace.verification.benchmarks.flow;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run showed.
 *
 * @param values some of the measures
 */
record Figures(Map<Measure, Long> values) {

    private static final double NANOS_PER_MICROSECOND = 1e3;
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEGABYTE = 1 << 20;

    Figures {
        EnumMap<Measure, Long> ordered = new EnumMap<>(Measure.class);
        ordered.putAll(values);
        values = Collections.unmodifiableMap(ordered);
    }

    /** The reverse of {@link #toString}. */
    static Figures parse(String line) {
        return new Figures(Arrays.stream(line.strip().split(" ", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> Measure.valueOf(pair[0]), pair -> Long.valueOf(pair[1]))));
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    Figures with(Measure measure, long value) {
        EnumMap<Measure, Long> more = new EnumMap<>(Measure.class);
        more.putAll(values);
        more.put(measure, value);
        return new Figures(more);
    }

    long get(Measure measure) {
        Long value = values.get(measure);
        if (value == null) {
            throw new IllegalStateException(
                    "A run shows no " + measure + ", but " + values.keySet() + "; measure its line again");
        }
        return value;
    }

    double cpuSecondsPerMillion() {
        return cpuMicrosPer(Measure.RECORDS);
    }

    /** Without the start of the application, and what it processed before it was warm. */
    double warmCpuSecondsPerMillion() {
        long nanos = get(Measure.CPU_NANOS) - get(Measure.WARM_CPU_NANOS);
        return nanos / NANOS_PER_MICROSECOND / (get(Measure.RECORDS) - get(Measure.WARM_RECORDS));
    }

    double cpuMicrosPerQuery() {
        return cpuMicrosPer(Measure.QUERIES);
    }

    private double cpuMicrosPer(Measure count) {
        return get(Measure.CPU_NANOS) / NANOS_PER_MICROSECOND / get(count);
    }

    double cpuSeconds() {
        return get(Measure.CPU_NANOS) / NANOS_PER_SECOND;
    }

    double queriesPerSecond() {
        return get(Measure.QUERIES) * NANOS_PER_SECOND / get(Measure.NANOS);
    }

    double records() {
        return get(Measure.RECORDS);
    }

    double recordsPerSecond() {
        return get(Measure.RECORDS) * NANOS_PER_SECOND / get(Measure.NANOS);
    }

    double nanosPerRecord() {
        return (double) get(Measure.NANOS) / get(Measure.RECORDS);
    }

    double allocatedPerRecord() {
        return (double) get(Measure.ALLOCATED_BYTES) / get(Measure.RECORDS);
    }

    double openFiles() {
        return get(Measure.OPEN_FILES);
    }

    double peakMegabytes() {
        return get(Measure.PEAK_BYTES) / MEGABYTE;
    }

    double secondsToRunning() {
        return get(Measure.RUNNING_NANOS) / NANOS_PER_SECOND;
    }

    double millisToFirst() {
        return get(Measure.FIRST_NANOS) / NANOS_PER_MILLISECOND;
    }

    double millisToRunning() {
        return get(Measure.RUNNING_NANOS) / NANOS_PER_MILLISECOND;
    }

    double p50Millis() {
        return get(Measure.P50_NANOS) / NANOS_PER_MILLISECOND;
    }

    double p99Millis() {
        return get(Measure.P99_NANOS) / NANOS_PER_MILLISECOND;
    }

    double missing() {
        return get(Measure.MISSING);
    }
}
