package io.millrace.streams.spring.test.application;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;

@StreamTopology("upper-case")
class UpperCaseTopology implements TopologyDefinition {

    private final JsonSerdes json;

    UpperCaseTopology(JsonSerdes json) {
        this.json = json;
    }

    @Override
    public void define(StreamsBuilder builder) {
        builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(word -> new Word(word.toUpperCase(Locale.ROOT)))
                .to("upper-case", Produced.with(Serdes.String(), json.of(Word.class)));
    }

    record Word(String text) {}
}
