package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.window.Results;
import io.millrace.streams.engine.operator.window.SessionAggregate;
import io.millrace.streams.kstream.Aggregator;
import io.millrace.streams.kstream.Initializer;
import io.millrace.streams.kstream.Merger;
import io.millrace.streams.kstream.SessionWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.kstream.WindowedSerdes;
import io.millrace.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a session become its aggregate.
 *
 * @param merger makes one aggregate of those of two sessions
 */
record SessionFolding<K, V, A>(
        Initializer<A> initializer, Aggregator<? super K, ? super V, A> aggregator, Merger<? super K, A> merger) {

    ProcessorSupplier<K, V, Windowed<K>, Change<A>> processor(Results results, SessionWindows windows) {
        return () -> new SessionAggregate<>(results, windows, initializer, aggregator, merger);
    }

    /** How long after its end a session still takes records. */
    static long openMs(SessionWindows windows) {
        return windows.inactivityGap() + windows.gracePeriodMs();
    }

    /** Serde of the keys of sessions, null if that of keys is not known. */
    static <K> @Nullable Serde<Windowed<K>> serde(@Nullable Serde<K> keySerde) {
        return keySerde == null ? null : new WindowedSerdes.SessionWindowedSerde<>(keySerde);
    }
}
