package io.millrace.examples.guide;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Branched;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Printed;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;

/** Operators without state. */
final class Stateless {

    private Stateless() {}

    static void streamAndTo(StreamsBuilder builder) {
        KStream<String, Long> amounts = builder.stream("amounts", Consumed.with(Serdes.String(), Serdes.Long()));
        amounts.to("copy", Produced.with(Serdes.String(), Serdes.Long()));
    }

    static void severalTopics(StreamsBuilder builder) {
        builder.<String, String>stream(List.of("orders-eu", "orders-us")).to("orders");
    }

    static void topicByRecord(StreamsBuilder builder) {
        builder.<String, String>stream("events").to((key, value, context) -> "events-" + key);
    }

    static void filter(StreamsBuilder builder) {
        builder.<String, String>stream("words")
                .filter((key, word) -> word.length() > 3)
                .to("long-words");
    }

    static void filterNot(StreamsBuilder builder) {
        builder.<String, String>stream("words")
                .filterNot((key, word) -> word.startsWith("_"))
                .to("visible-words");
    }

    static void map(StreamsBuilder builder) {
        builder.<String, String>stream("words")
                .map((key, word) -> KeyValue.pair(word.substring(0, 1), word.toUpperCase(Locale.ROOT)))
                .to("by-initial");
    }

    static void mapValues(StreamsBuilder builder) {
        builder.<String, String>stream("words")
                .mapValues(String::length)
                .to("lengths", Produced.valueSerde(Serdes.Integer()));
    }

    static void flatMap(StreamsBuilder builder) {
        builder.<String, String>stream("friends")
                .flatMap((a, b) -> List.of(KeyValue.pair(a, b), KeyValue.pair(b, a)))
                .to("both-ways");
    }

    static void flatMapValues(StreamsBuilder builder) {
        builder.<String, String>stream("lines")
                .flatMapValues(line -> List.of(line.split(" ")))
                .to("words");
    }

    static void selectKey(StreamsBuilder builder) {
        builder.<String, String>stream("orders")
                .selectKey((id, customer) -> customer)
                .to("orders-by-customer");
    }

    static void peek(StreamsBuilder builder) {
        builder.<String, String>stream("words")
                .peek((key, word) -> System.out.println("saw " + word))
                .to("seen");
    }

    static void foreach(StreamsBuilder builder) {
        builder.<String, String>stream("words").foreach((key, word) -> System.out.println("got " + word));
    }

    static void print(StreamsBuilder builder) {
        builder.<String, String>stream("words")
                .print(Printed.<String, String>toSysOut().withLabel("words"));
    }

    static void merge(StreamsBuilder builder) {
        KStream<String, String> calls = builder.stream("calls");
        KStream<String, String> mails = builder.stream("mails");
        calls.merge(mails).to("contacts");
    }

    static void split(StreamsBuilder builder) {
        builder.<String, String>stream("orders")
                .split(Named.as("orders-"))
                .branch((id, country) -> country.equals("de"), Branched.withConsumer(home -> home.to("home-orders")))
                .branch((id, country) -> country.equals("test"), Branched.withConsumer(tests -> {}))
                .defaultBranch(Branched.as("abroad"))
                .forEach((name, branch) -> branch.to(name));
    }

    static void repartition(StreamsBuilder builder) {
        builder.<String, String>stream("orders")
                .selectKey((id, customer) -> customer)
                .repartition(Repartitioned.<String, String>as("by-customer").withNumberOfPartitions(8))
                .to("orders-by-customer");
    }

    static void named(StreamsBuilder builder) {
        builder.<String, String>stream("words", Consumed.as("words"))
                .filter((key, word) -> word.length() > 3, Named.as("long-only"))
                .to("long-words", Produced.as("long-words"));
    }
}
