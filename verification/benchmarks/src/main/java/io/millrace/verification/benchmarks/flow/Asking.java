package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Question;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Queries of an application beside what it processes, one after the other. What the process takes for a while without queries is
 * subtracted.
 *
 * @param question what is asked
 * @param input whose keys are asked for, as often as they are in it
 * @param lastMillis the time of the last record of the input
 */
record Asking(Question question, Input input, long lastMillis) {

    private static final String QUESTION = "asked.question";
    private static final String INPUT = "asked.input";
    private static final String LAST_MILLIS = "asked.last.ms";
    private static final int KEYS = 1_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    /** What tells the process of it. */
    Map<String, String> settings() {
        return Map.of(QUESTION, question.name(), INPUT, input.name(), LAST_MILLIS, Long.toString(lastMillis));
    }

    /** What settings tell of it, if they do; they do not after. */
    static Optional<Asking> removedFrom(Properties config) {
        if (!config.containsKey(QUESTION)) {
            return Optional.empty();
        }
        return Optional.of(new Asking(
                Question.valueOf((String) config.remove(QUESTION)),
                Input.valueOf((String) config.remove(INPUT)),
                Long.parseLong((String) config.remove(LAST_MILLIS))));
    }

    Figures of(Measured application) throws InterruptedException {
        int[] keys = input.asked(KEYS);
        ask(application, keys, WARM_UP);
        long processedBefore = application.processed();
        long nanosBefore = System.nanoTime();
        long cpuBefore = ProcessFigures.cpuWithoutCompilerNanos();
        TimeUnit.MILLISECONDS.sleep(ALONE.toMillis());
        double loadAlone =
                (double) (ProcessFigures.cpuWithoutCompilerNanos() - cpuBefore) / (System.nanoTime() - nanosBefore);
        long askingNanos = System.nanoTime();
        long askingCpu = ProcessFigures.cpuWithoutCompilerNanos();
        long queries = ask(application, keys, MEASURED);
        long nanos = System.nanoTime() - askingNanos;
        long cpu = ProcessFigures.cpuWithoutCompilerNanos() - askingCpu;
        return new Figures(Map.of(
                Measure.QUERIES,
                queries,
                Measure.NANOS,
                nanos,
                Measure.CPU_NANOS,
                Math.round(cpu - loadAlone * nanos),
                Measure.RECORDS,
                application.processed() - processedBefore));
    }

    private long ask(Measured application, int[] keys, Duration duration) {
        long endNanos = System.nanoTime() + duration.toNanos();
        long queries = 0;
        long entries = 0;
        while (System.nanoTime() < endNanos) {
            entries += application.ask(question, keys[(int) (queries++ % keys.length)], lastMillis);
        }
        if (entries == 0) {
            throw new IllegalStateException(queries + " queries for " + question + " of " + input + " found nothing");
        }
        return queries;
    }
}
