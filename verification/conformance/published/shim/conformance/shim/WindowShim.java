package conformance.shim;

import io.millrace.streams.kstream.SessionWindowedDeserializer;
import io.millrace.streams.kstream.SessionWindowedSerializer;
import io.millrace.streams.kstream.TimeWindowedDeserializer;
import io.millrace.streams.kstream.TimeWindowedSerializer;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.UnlimitedWindows;
import io.millrace.streams.kstream.Window;
import io.millrace.streams.kstream.Windowed;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Stands in for the constructors of the reference's internal window classes, which many tests call to say what they expect.
 * The window objects come from the implementation itself, through public API, so that they equal those that it hands out.
 */
public final class WindowShim {
    private WindowShim() {}

    private static final class Plain extends Window {
        Plain(final long start, final long end) {
            super(start, end);
        }

        @Override
        public boolean overlap(final Window other) {
            throw new UnsupportedOperationException();
        }
    }

    public static Window time(final long start, final long end) {
        try {
            return viaTimeSerde(start, end);
        } catch (final LinkageError | RuntimeException e) {
            return viaTimeWindows(start, end);
        }
    }

    private static Window viaTimeSerde(final long start, final long end) {
        final byte[] b = new TimeWindowedSerializer<>(new StringSerializer())
                .serialize("t", new Windowed<>("k", new Plain(start, end)));
        final Window w = new TimeWindowedDeserializer<>(new StringDeserializer(), end - start)
                .deserialize("t", b)
                .window();
        if (w.start() != start || w.end() != end) throw new IllegalStateException("window changed on the way");
        return w;
    }

    private static Window viaTimeWindows(final long start, final long end) {
        final long size = end - start;
        long a = size, b = start;
        while (b != 0) {
            final long r = a % b;
            a = b;
            b = r;
        }
        if (size / a > 100_000) throw new IllegalStateException("no public way to make this window");
        final Object w = TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(size))
                .advanceBy(Duration.ofMillis(a))
                .windowsFor(start)
                .get(start);
        return (Window) w;
    }

    public static Window session(final long start, final long end) {
        final byte[] b = new SessionWindowedSerializer<>(new StringSerializer())
                .serialize("t", new Windowed<>("k", new Plain(start, end)));
        return new SessionWindowedDeserializer<>(new StringDeserializer())
                .deserialize("t", b)
                .window();
    }

    public static Window unlimited(final long start) {
        final Object w = UnlimitedWindows.of()
                .startOn(Instant.ofEpochMilli(start))
                .windowsFor(start)
                .get(start);
        return (Window) w;
    }
}
