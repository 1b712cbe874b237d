package io.millrace.sample;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.TimeWindows;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.state.WindowStore;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/**
 * Delays of each state, by the day and by the hour of departure.
 *
 * <p>A flight belongs to the window of its departure, however late its report comes. Reports come up to eight hours after
 * those of later flights, so in a steady stream a grace of half a day would lose nothing. The default is longer than the
 * whole replay: at 129,600 times the speed, a board that was down for ten seconds has fifteen days to catch up with, and
 * the four partitions of a topic do not catch up in step.
 */
@StreamTopology("delays")
class DelaysTopology implements TopologyDefinition {

    static final String DAILY_STORE = "delays-daily";
    static final String HOURLY_STORE = "delays-hourly";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The whole quarter can be asked for, and a window must be kept while it still takes late flights. */
    private static final Duration QUARTER = Duration.ofDays(100);

    private final Duration grace;
    private final Serde<Flight> flightSerde;
    private final Serde<Airport> airportSerde;
    private final Serde<Departure> departureSerde;
    private final Serde<DelayStats> statsSerde;

    DelaysTopology(JsonSerdes json, FlightBoardProperties properties) {
        this.grace = properties.grace();
        this.flightSerde = json.of(Flight.class);
        this.airportSerde = json.of(Airport.class);
        this.departureSerde = json.of(Departure.class);
        this.statsSerde = json.of(DelayStats.class);
    }

    @Override
    public void define(StreamsBuilder builder) {
        KStream<String, Flight> flights = builder.stream(Topics.FLIGHTS, Consumed.with(Serdes.String(), flightSerde));
        KTable<String, Airport> airports = builder.table(Topics.AIRPORTS, Consumed.with(Serdes.String(), airportSerde));

        KGroupedStream<String, Departure> departuresByState = flights.join(
                        airports, Departure::new, Joined.with(Serdes.String(), flightSerde, airportSerde))
                .groupBy(
                        (origin, departure) -> departure.state(),
                        Grouped.with("departures-by-state", Serdes.String(), departureSerde));

        summarise(departuresByState, DAY, DAILY_STORE, Topics.DELAYS_BY_DAY);
        summarise(departuresByState, HOUR, HOURLY_STORE, Topics.DELAYS_BY_HOUR);
    }

    private void summarise(KGroupedStream<String, Departure> departures, Duration size, String store, String topic) {
        departures
                .windowedBy(TimeWindows.ofSizeAndGrace(size, grace))
                .aggregate(() -> DelayStats.NONE, (state, departure, stats) -> stats.plus(departure), kept(store))
                .toStream(
                        (window, stats) -> window.key() + "@" + window.window().startTime())
                .to(topic, Produced.with(Serdes.String(), statsSerde));
    }

    private Materialized<String, DelayStats, WindowStore<Bytes, byte[]>> kept(String store) {
        return Materialized.<String, DelayStats, WindowStore<Bytes, byte[]>>as(store)
                .withKeySerde(Serdes.String())
                .withValueSerde(statsSerde)
                .withRetention(QUARTER.plus(grace))
                // A broker deletes by wall-clock age, and to it records of 2001 are always too old.
                .withLoggingEnabled(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
    }
}
