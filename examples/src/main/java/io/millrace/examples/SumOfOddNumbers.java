package io.millrace.examples;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import org.apache.kafka.common.serialization.Serdes;

/** Adds up the odd ones of a stream of numbers. */
public final class SumOfOddNumbers {

    private static final String ALL = "sum";

    private SumOfOddNumbers() {}

    /** Numbers from {@code numbers}, whatever their key; the sum so far to {@code sum-of-odd-numbers}. One key for all of them means one partition for all of them. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("numbers", Consumed.with(Serdes.Integer(), Serdes.Integer()))
                .filter((key, number) -> number % 2 != 0)
                .groupBy((key, number) -> ALL, Grouped.with("all", Serdes.String(), Serdes.Integer()))
                .reduce(Integer::sum, Materialized.as("sum"))
                .toStream()
                .to("sum-of-odd-numbers", Produced.with(Serdes.String(), Serdes.Integer()));
        return builder.build();
    }
}
