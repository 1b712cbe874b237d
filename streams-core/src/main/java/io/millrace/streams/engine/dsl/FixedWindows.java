package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.window.Results;
import io.millrace.streams.engine.operator.window.SlidingWindowAggregate;
import io.millrace.streams.engine.operator.window.TimeWindowAggregate;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.EmitStrategy;
import io.millrace.streams.kstream.EmitStrategy.StrategyType;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.SlidingWindows;
import io.millrace.streams.kstream.UnlimitedWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.kstream.WindowedSerdes;
import io.millrace.streams.kstream.Windows;
import io.millrace.streams.processor.api.ProcessorSupplier;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Windows whose length is known beforehand: by the clock, or sliding. */
sealed interface FixedWindows {

    static FixedWindows of(Windows<?> windows) {
        return new ByClock(Objects.requireNonNull(windows, "windows can't be null"));
    }

    static FixedWindows of(SlidingWindows windows) {
        return new Sliding(Objects.requireNonNull(windows, "windows can't be null"));
    }

    long sizeMs();

    boolean isSliding();

    /** How long after its end a window closes. */
    long graceMs();

    /** The strategy, if it makes sense for these windows. */
    EmitStrategy validated(EmitStrategy strategy);

    /** How long windows have to be kept, or are asked to be if that is longer. */
    Duration retention(String storeName, @Nullable Duration asked);

    <K, V, A> ProcessorSupplier<K, V, Windowed<K>, Change<A>> processor(
            Results results, Initializer<A> initializer, Aggregator<? super K, ? super V, A> aggregator);

    /** Serde of windowed keys, null if that of keys is not known. */
    default <K> @Nullable Serde<Windowed<K>> serde(@Nullable Serde<K> keySerde) {
        return keySerde == null ? null : new WindowedSerdes.TimeWindowedSerde<>(keySerde, sizeMs());
    }

    /** Windows that begin at set times. */
    record ByClock(Windows<?> windows) implements FixedWindows {

        @Override
        public long sizeMs() {
            return windows.size();
        }

        @Override
        public long graceMs() {
            return windows.gracePeriodMs();
        }

        @Override
        public boolean isSliding() {
            return false;
        }

        @Override
        public EmitStrategy validated(EmitStrategy strategy) {
            Objects.requireNonNull(strategy, "emitStrategy can't be null");
            if (windows instanceof UnlimitedWindows && strategy.type() == StrategyType.ON_WINDOW_CLOSE) {
                throw new IllegalArgumentException("ON_WINDOW_CLOSE emit strategy cannot be used for UnlimitedWindows");
            }
            return strategy;
        }

        @Override
        public Duration retention(String storeName, @Nullable Duration asked) {
            Duration needed = Duration.ofMillis(windows.size() + windows.gracePeriodMs());
            if (asked == null) {
                return needed;
            }
            if (asked.compareTo(needed) < 0) {
                throw new IllegalArgumentException("The retention period of the window store " + storeName
                        + " must be no smaller than its window size plus the grace period. Got size=[" + windows.size()
                        + "], grace=[" + windows.gracePeriodMs() + "], retention=[" + asked.toMillis() + "]");
            }
            return asked;
        }

        @Override
        public <K, V, A> ProcessorSupplier<K, V, Windowed<K>, Change<A>> processor(
                Results results, Initializer<A> initializer, Aggregator<? super K, ? super V, A> aggregator) {
            return () -> new TimeWindowAggregate<>(results, windows, initializer, aggregator);
        }
    }

    /** Windows that slide along the records. */
    record Sliding(SlidingWindows windows) implements FixedWindows {

        @Override
        public long sizeMs() {
            return windows.timeDifferenceMs();
        }

        @Override
        public long graceMs() {
            return windows.gracePeriodMs();
        }

        @Override
        public boolean isSliding() {
            return true;
        }

        @Override
        public EmitStrategy validated(EmitStrategy strategy) {
            return Objects.requireNonNull(strategy, "emitStrategy can't be null");
        }

        @Override
        public Duration retention(String storeName, @Nullable Duration asked) {
            // A new window may hold what a window before it holds, which begins up to two lengths before the record.
            Duration needed = Duration.ofMillis(windows.timeDifferenceMs() * 2 + windows.gracePeriodMs());
            if (asked == null) {
                return needed;
            }
            if (asked.compareTo(needed) < 0) {
                throw new IllegalArgumentException("The retention period of the window store " + storeName
                        + " must be no smaller than 2 * time difference plus the grace period. Got time difference=["
                        + windows.timeDifferenceMs() + "], grace=[" + windows.gracePeriodMs() + "], retention=["
                        + asked.toMillis() + "]");
            }
            return asked;
        }

        @Override
        public <K, V, A> ProcessorSupplier<K, V, Windowed<K>, Change<A>> processor(
                Results results, Initializer<A> initializer, Aggregator<? super K, ? super V, A> aggregator) {
            return () -> new SlidingWindowAggregate<>(results, windows, initializer, aggregator);
        }
    }
}
