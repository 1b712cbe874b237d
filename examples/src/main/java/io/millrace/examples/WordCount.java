package io.millrace.examples;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;

/** Counts the words of lines of text. */
public final class WordCount {

    private WordCount() {}

    /** Lines from {@code text-lines}, words with their counts to {@code word-counts}. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("text-lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> List.of(line.toLowerCase(Locale.ROOT).split("\\W+")))
                .groupBy((key, word) -> word, Grouped.with("by-word", Serdes.String(), Serdes.String()))
                .count(Materialized.as("words"))
                .toStream()
                .to("word-counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
