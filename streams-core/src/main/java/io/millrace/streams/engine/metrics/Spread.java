package io.millrace.streams.engine.metrics;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.SampledStat;

/**
 * Average, minimum and maximum of values that come one by one on the record path. The owner thread adds, which costs no lock, and passes
 * what it added on after each batch; any thread reads.
 */
public final class Spread {

    private final Sensor sensor;
    private final Turn turn;
    private final Batch batch = new Batch();

    /** Whose batch the stats of a sensor read, which several may share: as long as one is passed on, it is its turn. */
    static final class Turn {
        private Batch batch = new Batch();
    }

    /** What was added since it was last passed on. */
    private static final class Batch {
        private long count;
        private double sum;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        void clear() {
            count = 0;
            sum = 0;
            min = Double.POSITIVE_INFINITY;
            max = Double.NEGATIVE_INFINITY;
        }
    }

    private Spread(Sensor sensor, Turn turn) {
        this.sensor = sensor;
        this.turn = turn;
    }

    static Spread over(Sensor sensor, Turn turn, Set<Kind> shown, Adding adding) {
        for (Kind kind : shown) {
            adding.add(sensor, kind, new Stat(kind, turn));
        }
        return new Spread(sensor, turn);
    }

    /** Adds a stat under its name to the sensor. */
    interface Adding {
        void add(Sensor sensor, Kind kind, SampledStat stat);
    }

    /** What is shown of the values. */
    enum Kind {
        AVERAGE(0, "-avg", "The average"),
        MINIMUM(Double.POSITIVE_INFINITY, "-min", "The least"),
        MAXIMUM(Double.NEGATIVE_INFINITY, "-max", "The most");

        private final double initial;
        private final String suffix;
        private final String words;

        Kind(double initial, String suffix, String words) {
            this.initial = initial;
            this.suffix = suffix;
            this.words = words;
        }

        String suffix() {
            return suffix;
        }

        String words() {
            return words;
        }
    }

    /** Whether somebody wants to know. */
    public boolean isRecorded() {
        return sensor.shouldRecord();
    }

    /** Adds a value. */
    public void add(double value) {
        addAll(1, value);
    }

    /** Adds so many values that are all the same. */
    public void addAll(long count, double value) {
        if (count > 0) {
            batch.count += count;
            batch.sum += value * count;
            batch.min = Math.min(batch.min, value);
            batch.max = Math.max(batch.max, value);
        }
    }

    /** Passes on what was added. */
    public void passOn(long nowMs) {
        if (batch.count > 0) {
            synchronized (turn) {
                turn.batch = batch;
                sensor.record(0, nowMs, false);
            }
            batch.clear();
        }
    }

    /** One of the three, over the windows that Kafka's metrics are taken over. */
    private static final class Stat extends SampledStat {

        private final Kind kind;
        private final Turn turn;

        Stat(Kind kind, Turn turn) {
            super(kind.initial);
            this.kind = kind;
            this.turn = turn;
        }

        @Override
        protected void update(Sample sample, MetricConfig config, double value, long nowMs) {
            Batch batch = turn.batch;
            sample.value = switch (kind) {
                case AVERAGE -> sample.value + batch.sum;
                case MINIMUM -> Math.min(sample.value, batch.min);
                case MAXIMUM -> Math.max(sample.value, batch.max);
            };
            sample.eventCount += batch.count - 1; // The caller counts one.
        }

        @Override
        public double combine(List<Sample> samples, MetricConfig config, long nowMs) {
            double combined = kind.initial;
            long count = 0;
            for (Sample sample : samples) {
                if (sample.eventCount > 0) {
                    count += sample.eventCount;
                    combined = switch (kind) {
                        case AVERAGE -> combined + sample.value;
                        case MINIMUM -> Math.min(combined, sample.value);
                        case MAXIMUM -> Math.max(combined, sample.value);
                    };
                }
            }
            if (count == 0) {
                return Double.NaN;
            }
            return kind == Kind.AVERAGE ? combined / count : combined;
        }
    }
}
