package io.millrace.sample;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TestInputTopic;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.TopologyDefinition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import tools.jackson.databind.json.JsonMapper;

/** One of the board's topologies without Kafka, and the two inputs of the flights. */
final class TopologyRun implements AutoCloseable {

    static final JsonSerdes JSON = new JsonSerdes(JsonMapper.builder().build());

    private final TopologyTestDriver driver;

    TopologyRun(TopologyDefinition definition, Path stateDirectory) {
        StreamsBuilder builder = new StreamsBuilder();
        definition.define(builder);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "board");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        this.driver = new TopologyTestDriver(builder.build(properties), properties);
    }

    TopologyTestDriver driver() {
        return driver;
    }

    void publishAirports() {
        TestInputTopic<String, Airport> airports = driver.createInputTopic(
                Topics.AIRPORTS,
                Serdes.String().serializer(),
                JSON.of(Airport.class).serializer());
        for (Airport airport : new SourceFiles().airports()) {
            airports.pipeInput(airport.iata(), airport, Instant.EPOCH);
        }
    }

    void report(List<Flight> reports) {
        TestInputTopic<String, Flight> flights = driver.createInputTopic(
                Topics.FLIGHTS,
                Serdes.String().serializer(),
                JSON.of(Flight.class).serializer());
        for (Flight flight : reports) {
            flights.pipeInput(flight.origin(), flight, flight.departure());
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
