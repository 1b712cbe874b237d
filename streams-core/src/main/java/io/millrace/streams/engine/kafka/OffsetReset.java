package io.millrace.streams.engine.kafka;

import io.millrace.streams.AutoOffsetReset;
import java.time.Duration;

/**
 * Where a partition without a usable committed position is read from.
 *
 * @param start the place
 * @param lookBack how far before now, for {@link Start#BY_DURATION}; zero otherwise
 */
public record OffsetReset(Start start, Duration lookBack) {

    /** The places to start at. */
    public enum Start {
        EARLIEST,
        LATEST,
        BY_DURATION,
        /** Nowhere: a missing position is an error. */
        NONE
    }

    public static final OffsetReset EARLIEST = new OffsetReset(Start.EARLIEST, Duration.ZERO);
    public static final OffsetReset LATEST = new OffsetReset(Start.LATEST, Duration.ZERO);
    public static final OffsetReset NONE = new OffsetReset(Start.NONE, Duration.ZERO);

    private static final String BY_DURATION_PREFIX = "by_duration:";

    /** Starts at the first record whose timestamp is at most this much before now. */
    public static OffsetReset byDuration(Duration lookBack) {
        return new OffsetReset(Start.BY_DURATION, lookBack);
    }

    /** Reads what the user set for a source. */
    public static OffsetReset of(AutoOffsetReset reset) {
        return new Fields(reset).toOffsetReset();
    }

    /** Reads the value of the consumer setting {@code auto.offset.reset}, which the clients have validated. */
    public static OffsetReset parse(String setting) {
        if (setting.startsWith(BY_DURATION_PREFIX)) {
            return byDuration(Duration.parse(setting.substring(BY_DURATION_PREFIX.length())));
        }
        return switch (setting) {
            case "earliest" -> EARLIEST;
            case "latest" -> LATEST;
            default -> NONE;
        };
    }

    /** The way to the fields of an option that has no getters. */
    private static final class Fields extends AutoOffsetReset {

        Fields(AutoOffsetReset reset) {
            super(reset);
        }

        OffsetReset toOffsetReset() {
            return switch (offsetResetStrategy) {
                case EARLIEST -> EARLIEST;
                case LATEST -> LATEST;
                case NONE -> NONE;
                case BY_DURATION -> OffsetReset.byDuration(duration.orElse(Duration.ZERO));
            };
        }
    }
}
