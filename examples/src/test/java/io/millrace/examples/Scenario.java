package io.millrace.examples;

import io.millrace.examples.EnrichedOrders.Order;
import io.millrace.examples.PageViewsByRegion.PageView;
import io.millrace.examples.PageViewsByRegion.Profile;
import io.millrace.examples.TopArticles.Ranking;
import io.millrace.examples.TopArticles.Reading;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.WindowedSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What goes into a program and what comes out. The same scenarios are played on the test driver and on a real broker.
 *
 * @param inputs in the order of their times
 * @param expected every record of the output topic in order, as {@code key=value}
 */
record Scenario(String name, Topology topology, List<Input<?, ?>> inputs, Output<?, ?> output, List<String> expected) {

    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    record Input<K, V>(String topic, Serde<K> keySerde, Serde<V> valueSerde, K key, V value, long timestampMs) {}

    record Output<K, V>(String topic, Serde<K> keySerde, Serde<V> valueSerde) {}

    static Stream<Scenario> all() {
        return Stream.of(
                wordCount(),
                pageViewsByRegion(),
                topArticles(),
                playSessions(),
                sumOfOddNumbers(),
                upperCase(),
                usersByRegion(),
                impressionsAndClicks(),
                enrichedOrders());
    }

    @Override
    public String toString() {
        return name;
    }

    private static Scenario wordCount() {
        var lines = new Inputs<>("text-lines", Serdes.String(), Serdes.String());
        lines.add("1", "To be, or not to be", 0);
        return new Scenario(
                "word count",
                WordCount.topology(),
                lines.inputs,
                new Output<>("word-counts", Serdes.String(), Serdes.Long()),
                List.of("to=1", "be=1", "or=1", "not=1", "to=2", "be=2"));
    }

    private static Scenario pageViewsByRegion() {
        var profiles = new Inputs<>("user-profiles", Serdes.String(), JsonSerde.of(Profile.class));
        profiles.add("ann", new Profile("north"), 0);
        profiles.add("bob", new Profile("south"), 0);
        var views = new Inputs<>("page-views", Serdes.String(), JsonSerde.of(PageView.class));
        views.add("ann", new PageView("/a"), 10 * MINUTE_MS);
        views.add("bob", new PageView("/a"), 10 * MINUTE_MS);
        views.add("ann", new PageView("/b"), 14 * MINUTE_MS);
        views.add("eve", new PageView("/b"), 14 * MINUTE_MS);
        return new Scenario(
                "page views by region",
                PageViewsByRegion.topology(),
                profiles.then(views).inputs,
                new Output<>("views-by-region", Serdes.String(), Serdes.Long()),
                List.of(
                        // Each view is in the five windows that cover its minute.
                        "north=1",
                        "north=1",
                        "north=1",
                        "north=1",
                        "north=1",
                        "south=1",
                        "south=1",
                        "south=1",
                        "south=1",
                        "south=1",
                        "north=2",
                        "north=1",
                        "north=1",
                        "north=1",
                        "north=1",
                        "unknown=1",
                        "unknown=1",
                        "unknown=1",
                        "unknown=1",
                        "unknown=1"));
    }

    private static Scenario topArticles() {
        var readings = new Inputs<>("readings", Serdes.String(), JsonSerde.of(Reading.class));
        readings.add("ann", new Reading("tides", "science"), 0);
        readings.add("bob", new Reading("atoms", "science"), MINUTE_MS);
        readings.add("eve", new Reading("tides", "science"), 2 * MINUTE_MS);
        readings.add("eve", new Reading("atoms", "science"), HOUR_MS);
        return new Scenario(
                "top articles",
                TopArticles.topology(),
                readings.inputs,
                new Output<>("top-articles", Serdes.String(), JsonSerde.of(Ranking.class)),
                List.of(
                        "science 1970-01-01T00:00:00Z=Ranking[places=[Place[article=tides, readings=1]]]",
                        "science 1970-01-01T00:00:00Z=Ranking[places=[Place[article=atoms, readings=1],"
                                + " Place[article=tides, readings=1]]]",
                        "science 1970-01-01T00:00:00Z=Ranking[places=[Place[article=tides, readings=2],"
                                + " Place[article=atoms, readings=1]]]",
                        "science 1970-01-01T01:00:00Z=Ranking[places=[Place[article=atoms, readings=1]]]"));
    }

    private static Scenario playSessions() {
        var plays = new Inputs<>("plays", Serdes.String(), Serdes.String());
        plays.add("ann", "Blue in Green", HOUR_MS);
        plays.add("ann", "So What", HOUR_MS + 20 * MINUTE_MS);
        plays.add("ann", "Nardis", 2 * HOUR_MS);
        return new Scenario(
                "play sessions",
                PlaySessions.topology(),
                plays.inputs,
                new Output<>("play-sessions", WindowedSerdes.sessionWindowedSerdeFrom(String.class), Serdes.Long()),
                List.of(
                        "[ann@3600000/3600000]=1",
                        "[ann@3600000/3600000]=null",
                        "[ann@3600000/4800000]=2",
                        "[ann@7200000/7200000]=1"));
    }

    private static Scenario sumOfOddNumbers() {
        var numbers = new Inputs<>("numbers", Serdes.Integer(), Serdes.Integer());
        for (int number = 1; number <= 6; number++) {
            numbers.add(number, number, number);
        }
        return new Scenario(
                "sum of odd numbers",
                SumOfOddNumbers.topology(),
                numbers.inputs,
                new Output<>("sum-of-odd-numbers", Serdes.String(), Serdes.Integer()),
                List.of("sum=1", "sum=4", "sum=9"));
    }

    private static Scenario upperCase() {
        var lines = new Inputs<>("text-lines", Serdes.String(), Serdes.String());
        lines.add("1", "to be", 0);
        return new Scenario(
                "upper case",
                UpperCase.topology(),
                lines.inputs,
                new Output<>("loud-lines", Serdes.String(), Serdes.String()),
                List.of("1=TO BE"));
    }

    private static Scenario usersByRegion() {
        var regions = new Inputs<>("user-regions", Serdes.String(), Serdes.String());
        regions.add("ann", "north", 0);
        regions.add("bob", "north", 1);
        regions.add("eve", "south", 2);
        regions.add("bob", "south", 3);
        return new Scenario(
                "users by region",
                UsersByRegion.topology(),
                regions.inputs,
                new Output<>("crowded-regions", Serdes.String(), Serdes.Long()),
                List.of("north=2", "north=null", "south=2"));
    }

    private static Scenario impressionsAndClicks() {
        var impressions = new Inputs<>("impressions", Serdes.String(), Serdes.String());
        impressions.add("1", "shoes", 0);
        impressions.add("2", "hats", 0);
        var clicks = new Inputs<>("clicks", Serdes.String(), Serdes.String());
        clicks.add("1", "buy", 3 * MINUTE_MS);
        // The time of the streams goes on only with records; this one tells that no click on the hats can come any
        // more.
        var later = new Inputs<>("impressions", Serdes.String(), Serdes.String());
        later.add("3", "socks", HOUR_MS);
        return new Scenario(
                "impressions and clicks",
                ImpressionsAndClicks.topology(),
                impressions.then(clicks).then(later).inputs,
                new Output<>("outcomes", Serdes.String(), Serdes.String()),
                List.of("1=shoes/buy", "2=hats/none"));
    }

    private static Scenario enrichedOrders() {
        var products = new Inputs<>("products", Serdes.String(), Serdes.String());
        products.add("p1", "tea", 0);
        var customers = new Inputs<>("customers", Serdes.String(), Serdes.String());
        customers.add("c1", "Ann in Oslo", 0);
        var orders = new Inputs<>("orders", Serdes.String(), JsonSerde.of(Order.class));
        orders.add("o1", new Order("c1", "p1", 2), 1);
        var moved = new Inputs<>("customers", Serdes.String(), Serdes.String());
        moved.add("c1", "Ann in Rome", 2);
        return new Scenario(
                "enriched orders",
                EnrichedOrders.topology(),
                products.then(customers).then(orders).then(moved).inputs,
                new Output<>("enriched-orders", Serdes.String(), Serdes.String()),
                List.of("o1=2 x tea for Ann in Oslo", "o1=2 x tea for Ann in Rome"));
    }

    /** Records of one topic, and after {@link #then} of others. */
    private static final class Inputs<K, V> {

        private final String topic;
        private final Serde<K> keySerde;
        private final Serde<V> valueSerde;
        private final List<Input<?, ?>> inputs = new ArrayList<>();

        Inputs(String topic, Serde<K> keySerde, Serde<V> valueSerde) {
            this.topic = topic;
            this.keySerde = keySerde;
            this.valueSerde = valueSerde;
        }

        void add(K key, V value, long timestampMs) {
            inputs.add(new Input<>(topic, keySerde, valueSerde, key, value, timestampMs));
        }

        Inputs<K, V> then(Inputs<?, ?> others) {
            inputs.addAll(others.inputs);
            return this;
        }
    }
}
