package io.millrace.streams.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.KeyValue;
import io.millrace.streams.TestInputTopic;
import io.millrace.streams.TestOutputTopic;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.spring.test.StreamTopologyTest;
import io.millrace.streams.spring.test.TestTopic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@StreamTopologyTest(value = "upper-case", properties = "spring.application.name=shop")
class StreamTopologyTestTests {

    @Autowired
    private ApplicationContext context;

    @Test
    void topologyIsDrivenWithoutKafka(TopologyTestDriver driver) {
        var words = driver.createInputTopic("words", new StringSerializer(), new StringSerializer());
        var upperCase = driver.createOutputTopic("upper-case", new StringDeserializer(), new StringDeserializer());

        words.pipeInput("1", "mill");

        assertThat(upperCase.readValue()).isEqualTo("{\"text\":\"MILL\"}");
        assertThat(upperCase.isEmpty()).isTrue();
    }

    @Test
    void topicsComeWithTheSerdesOfTheirTypes(
            @TestTopic("words") TestInputTopic<String, String> words,
            @TestTopic("upper-case") TestOutputTopic<String, UpperCaseTopology.Word> upperCase,
            TopologyTestDriver driver) {
        words.pipeInput("1", "mill");

        assertThat(upperCase.readKeyValue()).isEqualTo(KeyValue.pair("1", new UpperCaseTopology.Word("MILL")));
        assertThat(driver.producedTopicNames()).containsExactly("upper-case");
    }

    @Test
    void topicsMayHaveOtherSerdes(
            @TestTopic("words") TestInputTopic<String, String> words,
            @TestTopic(value = "upper-case", valueSerde = Serdes.BytesSerde.class)
                    TestOutputTopic<String, Bytes> upperCase) {
        words.pipeInput("1", "mill");

        assertThat(upperCase.readValue().get()).asString(StandardCharsets.UTF_8).isEqualTo("{\"text\":\"MILL\"}");
    }

    @Test
    void eachTestHasADriverOfItsOwn(TopologyTestDriver driver) {
        var upperCase = driver.createOutputTopic("upper-case", new StringDeserializer(), new StringDeserializer());

        assertThat(upperCase.isEmpty()).isTrue();
    }

    @Test
    void otherComponentsStayOutAndNothingIsStarted() {
        assertThat(context.getBeansOfType(OtherComponent.class)).isEmpty();
        assertThat(context.containsBean("streamsLifecycle")).isFalse();
    }
}
