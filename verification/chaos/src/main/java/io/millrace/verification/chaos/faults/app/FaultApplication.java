package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;

/**
 * The process: starts the application, does what each line of its input says, and closes when its input ends, so that it does not outlive
 * its launcher.
 */
public final class FaultApplication {

    /** Halt at the point named, when it is passed the n-th time: {@code crash POINT N}. */
    public static final String CRASH = "crash";

    /** Sleep at the point named, for milliseconds: {@code sleep POINT MS}. */
    public static final String SLEEP = "sleep";

    /** Say all rows of the stores that are here. */
    public static final String ROWS = "rows";

    /** Answer what the fold of a key is: {@code ask QUESTION KEY}. */
    public static final String ASK = "ask";

    /** The same, and a standby may answer. */
    public static final String ASK_ANY = "ask-any";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /** What the process ends with when a command failed. */
    private static final int FAILED = 2;

    private FaultApplication() {}

    /** Arguments: address of the broker, directory of the state, guarantee, number of standbys, transaction timeout in milliseconds, number. */
    public static void main(String[] arguments) throws IOException {
        KafkaStreams streams = new KafkaStreams(FaultTopology.build(), config(arguments));
        streams.setUncaughtExceptionHandler(error -> {
            Said.line(Said.THREAD_ENDED, error);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setGlobalStateRestoreListener(new RestoreReport());
        streams.setStandbyUpdateListener(new StandbyReport());
        streams.start();
        Thread watching = new Thread(new Watch(streams), "watch");
        watching.setDaemon(true);
        watching.start();
        QueryReport queries = new QueryReport(streams, Integer.parseInt(arguments[5]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            try {
                obey(line.split(" ", -1), streams, queries);
            } catch (RuntimeException | Error e) {
                // Stream threads would keep a process going that obeys no more.
                System.err.println("Failed to obey '" + line + "'");
                e.printStackTrace();
                Runtime.getRuntime().halt(FAILED);
            }
        }
        Runtime.getRuntime().halt(streams.close(STOP_TIMEOUT) ? 0 : 1);
    }

    private static void obey(String[] words, KafkaStreams streams, QueryReport queries) {
        switch (words[0]) {
            case CRASH -> CrashSchedule.set(words[1], Integer.parseInt(words[2]));
            case SLEEP -> CrashSchedule.sleepAt(words[1], Long.parseLong(words[2]));
            case ROWS -> RowReport.say(streams);
            case ASK -> queries.answer(words[1], words[2]);
            case ASK_ANY -> queries.answerFromAny(words[1], words[2]);
            default -> throw new IllegalArgumentException("There is no command " + words[0]);
        }
    }

    private static Properties config(String[] arguments) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, FaultTopology.APPLICATION);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        config.put(StreamsConfig.STATE_DIR_CONFIG, arguments[1]);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, arguments[2]);
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, arguments[3]);
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "127.0.0.1:" + arguments[5]);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0); // Each update goes out.
        config.put(StreamsConfig.STATE_MEMORY_MAX_BYTES_CONFIG, 32L << 20);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        // What an instance has on its disk stays there, so that it shows when it is lost.
        config.put(
                StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG, Duration.ofDays(1).toMillis());
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        config.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_500);
        config.put(StreamsConfig.consumerPrefix("max.poll.interval.ms"), 15_000);
        config.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), arguments[4]);
        return config;
    }
}
