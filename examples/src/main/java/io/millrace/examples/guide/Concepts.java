package io.millrace.examples.guide;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;

/** The program that explains the concepts. */
final class Concepts {

    private Concepts() {}

    static void wordCount(StreamsBuilder builder) {
        builder.<String, String>stream("text-lines")
                .flatMapValues(line -> List.of(line.split(" ")))
                .groupBy((key, word) -> word)
                .count(Materialized.as("words"))
                .toStream()
                .to("word-counts", Produced.valueSerde(Serdes.Long()));
    }
}
