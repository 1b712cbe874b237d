package io.millrace.examples;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Produced;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;

/** A function applied to each value: the smallest program there is. */
public final class UpperCase {

    private UpperCase() {}

    /** Text from {@code text-lines}; the same in capitals to {@code loud-lines}. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("text-lines", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(line -> line.toUpperCase(Locale.ROOT))
                .to("loud-lines", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }
}
