package conformance.shim;

import io.millrace.streams.KafkaStreams;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The published test helper reads the state listener from a private field of the client, by reflection. Instead, what tests set
 * is remembered here on its way.
 */
public final class StreamsShim {
    private static final Map<KafkaStreams, KafkaStreams.StateListener> SET =
            Collections.synchronizedMap(new WeakHashMap<>());

    private StreamsShim() {}

    public static void setStateListener(final KafkaStreams s, final KafkaStreams.StateListener l) {
        s.setStateListener(l);
        SET.put(s, l);
    }

    public static KafkaStreams.StateListener getStateListener(final KafkaStreams s) {
        return SET.get(s);
    }
}
