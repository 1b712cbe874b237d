package io.millrace.verification.formats.program;

import io.millrace.streams.CloseOptions;
import io.millrace.streams.KafkaStreams;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.verification.formats.Application;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A started client with its queries. */
final class RunningProgram implements Application {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final Map<String, Function<KafkaStreams, List<String>>> readings;
    private volatile Throwable failure;

    RunningProgram(KafkaStreams streams, Map<String, Function<KafkaStreams, List<String>>> readings) {
        this.streams = streams;
        this.readings = readings;
    }

    void start() {
        streams.setUncaughtExceptionHandler(thrown -> {
            failure = thrown;
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    @Override
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public Map<String, List<String>> contents() {
        Map<String, List<String>> contents = new LinkedHashMap<>();
        readings.forEach((store, reading) -> contents.put(store, reading.apply(streams)));
        return contents;
    }

    @Override
    public void close() {
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_LIMIT));
        if (!closed) {
            throw new IllegalStateException("The application did not close within " + CLOSE_LIMIT + ".");
        }
    }
}
