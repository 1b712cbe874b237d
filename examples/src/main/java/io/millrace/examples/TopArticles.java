package io.millrace.examples;

import io.millrace.streams.KeyValue;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.Topology;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.KeyValueStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** The most read articles of each section, hour by hour. */
public final class TopArticles {

    private static final int PLACES = 3;

    /** An article was read. */
    public record Reading(String article, String section) {}

    /** An article and how often it was read in an hour. */
    public record Place(String article, long readings) {}

    /** The ranking of a section in an hour, best first. All articles are kept, because any may rise. */
    public record Ranking(List<Place> places) {

        private static final Comparator<Place> BEST_FIRST =
                Comparator.comparingLong(Place::readings).reversed().thenComparing(Place::article);

        Ranking with(Place place) {
            List<Place> changed = new ArrayList<>(without(place).places());
            changed.add(place);
            changed.sort(BEST_FIRST);
            return new Ranking(List.copyOf(changed));
        }

        Ranking without(Place place) {
            return new Ranking(places.stream()
                    .filter(other -> !other.article().equals(place.article()))
                    .toList());
        }

        Ranking top(int count) {
            return new Ranking(places.stream().limit(count).toList());
        }
    }

    private record Article(String section, String name) {}

    private TopArticles() {}

    /** Readings from {@code readings}; the ranking of each section and hour, whenever it changes, to {@code top-articles}. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("readings", Consumed.with(Serdes.String(), JsonSerde.of(Reading.class)))
                .groupBy(
                        (user, reading) -> new Article(reading.section(), reading.article()),
                        Grouped.with("by-article", JsonSerde.of(Article.class), JsonSerde.of(Reading.class)))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofHours(1), Duration.ofMinutes(5)))
                .count(Materialized.as("readings-by-hour"))
                .groupBy(
                        (hour, readings) -> KeyValue.pair(
                                section(hour), new Place(hour.key().name(), readings)),
                        Grouped.with("by-section", Serdes.String(), JsonSerde.of(Place.class)))
                .aggregate(
                        () -> new Ranking(List.of()),
                        (section, place, ranking) -> ranking.with(place),
                        (section, place, ranking) -> ranking.without(place),
                        Materialized.<String, Ranking, KeyValueStore<Bytes, byte[]>>as("rankings")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(JsonSerde.of(Ranking.class)))
                .toStream()
                .mapValues(ranking -> ranking.top(PLACES))
                .to("top-articles", Produced.with(Serdes.String(), JsonSerde.of(Ranking.class)));
        return builder.build();
    }

    private static String section(Windowed<Article> hour) {
        return hour.key().section() + " " + Instant.ofEpochMilli(hour.window().start());
    }
}
