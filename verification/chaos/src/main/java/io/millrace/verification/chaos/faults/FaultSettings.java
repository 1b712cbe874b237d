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
 * @param rate records a second
 * @param application how the application runs
 * @param directory where all files are kept; a directory is made in it, and deleted unless something is wrong
 */
record FaultSettings(Battery battery, long seed, Duration duration, int rate, Application application, Path directory) {

    static final String USAGE = """
        faults.sh kills|broker|zombies|storm [--minutes 9] [--rate 600] [--guarantee exactly_once_v2|at_least_once]
                  [--standbys 0] [--seed NUMBER] [--directory /tmp]
        """;

    /**
     * How the application runs.
     *
     * @param guarantee {@code processing.guarantee}
     * @param standbys {@code num.standby.replicas}
     */
    record Application(String guarantee, int standbys) {}

    static FaultSettings defaults(Battery battery) {
        return new FaultSettings(
                battery,
                System.nanoTime() & Integer.MAX_VALUE,
                Duration.ofMinutes(9),
                600,
                new Application(StreamsConfig.EXACTLY_ONCE_V2, 0),
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
            case "--guarantee" -> withGuarantee(value);
            case "--standbys" -> withApplication(new Application(application.guarantee, Integer.parseInt(value)));
            case "--seed" -> withSeed(Long.parseLong(value));
            case "--directory" -> withDirectory(Path.of(value));
            default -> throw new IllegalArgumentException("There is no " + name);
        };
    }

    boolean exactlyOnce() {
        return application.guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2);
    }

    FaultSettings withGuarantee(String guarantee) {
        if (!Set.of(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE).contains(guarantee)) {
            throw new IllegalArgumentException("There is no guarantee '" + guarantee + "'");
        }
        return withApplication(new Application(guarantee, application.standbys));
    }

    private FaultSettings withApplication(Application other) {
        return new FaultSettings(battery, seed, duration, rate, other, directory);
    }

    FaultSettings withDuration(Duration other) {
        return new FaultSettings(battery, seed, other, rate, application, directory);
    }

    FaultSettings withRate(int number) {
        return new FaultSettings(battery, seed, duration, number, application, directory);
    }

    FaultSettings withSeed(long number) {
        return new FaultSettings(battery, number, duration, rate, application, directory);
    }

    FaultSettings withDirectory(Path other) {
        return new FaultSettings(battery, seed, duration, rate, application, other);
    }
}
