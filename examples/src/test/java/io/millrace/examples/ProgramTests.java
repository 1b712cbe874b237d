package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.Scenario.Input;
import io.millrace.examples.Scenario.Output;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.test.TestRecord;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every program on the test driver. */
class ProgramTests {

    @ParameterizedTest
    @MethodSource("io.millrace.examples.Scenario#all")
    void programAnswersRecordByRecord(Scenario scenario) {
        try (TopologyTestDriver driver = new TopologyTestDriver(scenario.topology())) {
            scenario.inputs().forEach(input -> pipe(driver, input));

            assertThat(read(driver, scenario.output())).isEqualTo(scenario.expected());
        }
    }

    private static <K, V> void pipe(TopologyTestDriver driver, Input<K, V> input) {
        driver.createInputTopic(
                        input.topic(),
                        input.keySerde().serializer(),
                        input.valueSerde().serializer())
                .pipeInput(new TestRecord<>(input.key(), input.value(), null, input.timestampMs()));
    }

    private static <K, V> List<String> read(TopologyTestDriver driver, Output<K, V> output) {
        return driver
                .createOutputTopic(
                        output.topic(),
                        output.keySerde().deserializer(),
                        output.valueSerde().deserializer())
                .readKeyValuesToList()
                .stream()
                .map(record -> record.key + "=" + record.value)
                .toList();
    }
}
