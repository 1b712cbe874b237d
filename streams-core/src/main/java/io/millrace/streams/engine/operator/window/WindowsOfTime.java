package io.millrace.streams.engine.operator.window;

import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windows;
import java.util.Map;

/** The windows of a time. Times near each other mostly have the same, which are not made anew then. */
final class WindowsOfTime<W extends Window> {

    private static final long NONE = Long.MIN_VALUE;

    private final Windows<W> windows;

    /** All times in a slot of this length have the same windows; 0 if that is not so, or not known. */
    private final long slotMs;

    private long slot = NONE;
    private Map<Long, W> ofSlot = Map.of();

    WindowsOfTime(Windows<W> windows) {
        this.windows = windows;
        this.slotMs = windows instanceof TimeWindows times && times.sizeMs % times.advanceMs == 0 ? times.advanceMs : 0;
    }

    /** The windows by their starts; not to be changed. */
    Map<Long, W> of(long timestampMs) {
        if (slotMs == 0) {
            return windows.windowsFor(timestampMs);
        }
        long wanted = timestampMs / slotMs;
        if (wanted != slot) {
            ofSlot = windows.windowsFor(timestampMs);
            slot = wanted;
        }
        return ofSlot;
    }
}
