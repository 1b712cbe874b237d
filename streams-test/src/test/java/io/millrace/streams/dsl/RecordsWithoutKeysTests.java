package io.millrace.streams.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.test.TestRecord;
import java.util.List;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Which repartitions let records without a key pass; the expected results are those of Kafka Streams. */
class RecordsWithoutKeysTests {

    @Test
    void aRepartitionInFrontOfALeftJoinLetsThemPass() {
        assertThat(outputOf((stream, table) -> stream.leftJoin(table, (value, row) -> value + "+" + row)
                        .to("out")))
                .containsExactly("v+null");
    }

    @Test
    void aRepartitionInFrontOfAnInnerJoinDropsThem() {
        assertThat(outputOf((stream, table) ->
                        stream.join(table, (value, row) -> value + "+" + row).to("out")))
                .isEmpty();
    }

    @Test
    void theyPassForAllReadersIfOneOfThemAsks() {
        assertThat(outputOf((stream, table) -> {
                    stream.mapValues(value -> value).leftJoin(table, (value, row) -> row);
                    stream.to("out");
                }))
                .containsExactly("v");
    }

    @Test
    void theyPassForALeftJoinThatSharesTheTopicOfAnEarlierInnerJoin() {
        assertThat(outputOf((stream, table) -> {
                    KStream<String, String> rekeyed = stream.selectKey((key, value) -> key);
                    rekeyed.join(table, (value, row) -> row).to("other");
                    rekeyed.leftJoin(table, (value, row) -> value + "+" + row).to("out");
                }))
                .containsExactly("v+null");
    }

    private static List<String> outputOf(BiConsumer<KStream<String, String>, KTable<String, String>> reader) {
        StreamsBuilder builder = new StreamsBuilder();
        reader.accept(
                builder.<String, String>stream("in").repartition(Repartitioned.as("again")), builder.table("rows"));
        Properties settings = new Properties();
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput(new TestRecord<>(null, "v"));
            return driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                    .readValuesToList();
        }
    }
}
