package io.millrace.streams.engine.state.view;

import io.millrace.streams.kstream.TimeWindow;
import io.millrace.streams.kstream.Windowed;

/** Makes the windowed keys that iterators return. */
final class WindowOf {

    private WindowOf() {}

    static <K> Windowed<K> time(K key, long startMs, long sizeMs) {
        long endMs = startMs + sizeMs;
        return new Windowed<>(key, new TimeWindow(startMs, endMs < 0 ? Long.MAX_VALUE : endMs));
    }
}
