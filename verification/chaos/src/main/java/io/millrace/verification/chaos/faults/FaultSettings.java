package io.millrace.verification.chaos.faults;

import io.millrace.streams.StreamsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What to run.
 *
 * @param battery which faults
 * @param seed decides about them
 * @param duration how long they go on
 * @param load what is sent
 * @param application how the application runs
 * @param directory where all files are kept; a directory is made in it, and deleted unless something is wrong
 */
record FaultSettings(
        Battery battery, long seed, Duration duration, Load load, Application application, Path directory) {

    static final String USAGE = """
        faults.sh kills|broker|zombies|storm|network|standby [--minutes NUMBER] [--rate 600] [--keys 1000]
                  [--guarantee exactly_once_v2|at_least_once] [--standbys 0|1|2] [--seed NUMBER] [--directory /tmp]
        """;

    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    /** What a killed instance left open must be over with its session, which ends after 6 s, or failover waits for it. */
    private static final int SHORT_TRANSACTION_TIMEOUT_MS = 5_000;

    /**
     * What is sent.
     *
     * @param rate records a second
     * @param keys how many there are
     */
    record Load(int rate, int keys) {}

    /**
     * How the application runs.
     *
     * @param guarantee {@code processing.guarantee}
     * @param standbys {@code num.standby.replicas}
     * @param transactionTimeoutMs {@code transaction.timeout.ms} of its producers
     */
    record Application(String guarantee, int standbys, int transactionTimeoutMs) {

        private Application with(String otherGuarantee, int otherStandbys) {
            return new Application(otherGuarantee, otherStandbys, transactionTimeoutMs);
        }
    }

    static FaultSettings defaults(Battery battery) {
        return new FaultSettings(
                battery,
                System.nanoTime() & Integer.MAX_VALUE,
                Duration.ofMinutes(battery.pace().minutes()),
                new Load(600, battery.keys()),
                new Application(
                        StreamsConfig.EXACTLY_ONCE_V2,
                        battery.standbys(),
                        battery == Battery.STANDBY ? SHORT_TRANSACTION_TIMEOUT_MS : TRANSACTION_TIMEOUT_MS),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    static FaultSettings parse(String[] arguments) {
        if (arguments.length % 2 != 1) {
            throw new IllegalArgumentException("A battery is needed, and a value after each option");
        }
        FaultSettings settings = defaults(Battery.parse(arguments[0]));
        for (int i = 1; i < arguments.length; i += 2) {
            settings = settings.with(arguments[i], arguments[i + 1]);
        }
        return settings;
    }

    private FaultSettings with(String name, String value) {
        return switch (name) {
            case "--minutes" -> withDuration(Duration.ofSeconds(Math.round(Double.parseDouble(value) * 60)));
            case "--rate" -> withRate(Integer.parseInt(value));
            case "--keys" -> withLoad(new Load(load.rate, Integer.parseInt(value)));
            case "--guarantee" -> withGuarantee(value);
            case "--standbys" -> withApplication(application.with(application.guarantee, Integer.parseInt(value)));
            case "--seed" -> withSeed(Long.parseLong(value));
            case "--directory" -> withDirectory(Path.of(value));
            default -> throw new IllegalArgumentException("There is no " + name);
        };
    }

    /** Whether faults go on as long as the battery asks for, so that there are enough of them. */
    boolean isFull() {
        return duration.compareTo(Duration.ofMinutes(battery.pace().minutes())) >= 0;
    }

    boolean exactlyOnce() {
        return application.guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2);
    }

    FaultSettings withGuarantee(String guarantee) {
        if (!Set.of(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE).contains(guarantee)) {
            throw new IllegalArgumentException("There is no guarantee '" + guarantee + "'");
        }
        return withApplication(application.with(guarantee, application.standbys));
    }

    private FaultSettings withApplication(Application other) {
        return new FaultSettings(battery, seed, duration, load, other, directory);
    }

    FaultSettings withDuration(Duration other) {
        return new FaultSettings(battery, seed, other, load, application, directory);
    }

    FaultSettings withRate(int number) {
        return withLoad(new Load(number, load.keys));
    }

    private FaultSettings withLoad(Load other) {
        return new FaultSettings(battery, seed, duration, other, application, directory);
    }

    FaultSettings withSeed(long number) {
        return new FaultSettings(battery, number, duration, load, application, directory);
    }

    FaultSettings withDirectory(Path other) {
        return new FaultSettings(battery, seed, duration, load, application, other);
    }
}
