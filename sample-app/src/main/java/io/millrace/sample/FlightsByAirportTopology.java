package io.millrace.sample;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;

/** Counts the flights of each airport and averages their delays. */
@StreamTopology("flights-by-airport")
class FlightsByAirportTopology implements TopologyDefinition {

    static final String STORE = "flights-by-airport";

    private final Serde<Flight> flightSerde;
    private final Serde<Airport> airportSerde;
    private final Serde<Departure> departureSerde;
    private final Serde<AirportStats> statsSerde;

    FlightsByAirportTopology(JsonSerdes json) {
        this.flightSerde = json.of(Flight.class);
        this.airportSerde = json.of(Airport.class);
        this.departureSerde = json.of(Departure.class);
        this.statsSerde = json.of(AirportStats.class);
    }

    @Override
    public void define(StreamsBuilder builder) {
        KStream<String, Flight> flights = builder.stream(Topics.FLIGHTS, Consumed.with(Serdes.String(), flightSerde));
        KTable<String, Airport> airports = builder.table(Topics.AIRPORTS, Consumed.with(Serdes.String(), airportSerde));

        flights.join(airports, Departure::new, Joined.with(Serdes.String(), flightSerde, airportSerde))
                .groupByKey(Grouped.with(Serdes.String(), departureSerde))
                .aggregate(
                        () -> AirportStats.NONE,
                        (origin, departure, stats) -> stats.plus(departure),
                        Materialized.<String, AirportStats, KeyValueStore<Bytes, byte[]>>as(STORE)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(statsSerde))
                .toStream()
                .to(Topics.AIRPORT_STATS, Produced.with(Serdes.String(), statsSerde));
    }
}
