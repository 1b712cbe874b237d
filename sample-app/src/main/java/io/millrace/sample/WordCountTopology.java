package io.millrace.sample;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.state.KeyValueStore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Counts the words of all lines that were posted. */
@StreamTopology("word-count")
class WordCountTopology implements TopologyDefinition {

    static final String STORE = "word-count";

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}']+");

    @Override
    public void define(StreamsBuilder builder) {
        KStream<String, String> lines =
                builder.stream(Topics.TEXT_LINES, Consumed.with(Serdes.String(), Serdes.String()));

        lines.flatMapValues(WordCountTopology::words)
                .groupBy((key, word) -> word, Grouped.with("words", Serdes.String(), Serdes.String()))
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as(STORE)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()))
                .toStream()
                .to(Topics.WORD_COUNTS, Produced.with(Serdes.String(), Serdes.Long()));
    }

    private static List<String> words(String line) {
        return Arrays.stream(BETWEEN_WORDS.split(line.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
