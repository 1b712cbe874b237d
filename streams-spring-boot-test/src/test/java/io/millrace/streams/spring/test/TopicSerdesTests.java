package io.millrace.streams.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.TestInputTopic;
import io.millrace.streams.spring.StreamSerdes;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TopicSerdesTests {

    private final ApplicationContextRunner slice = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, StreamsAutoConfiguration.class));
    private final StaticListableBeanFactory none = new StaticListableBeanFactory();

    @Test
    void typesOfTheirOwnAreJson() {
        slice.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(context -> {
                    assertThat(bytes(serdes("lists", context).value(), List.of(1, 2)))
                            .asString()
                            .isEqualTo("[1,2]");
                    assertThat(bytes(serdes("lists", context).key(), 7)).containsExactly(0, 0, 0, 7);
                });
    }

    @Test
    void serdesOfTheApplicationComeFirst() {
        slice.withUserConfiguration(OwnSerde.class)
                .run(context -> assertThat(bytes(serdes("lists", context).key(), 7))
                        .asString()
                        .isEqualTo("seven"));
    }

    @Test
    void withoutJacksonASerdeMustBeNamed() {
        slice.run(context -> assertThatThrownBy(() -> serdes("lists", context).value())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll(
                        "java.util.List<java.lang.Integer>", "'numbers'", "valueSerde", "spring-boot-starter-jackson"));
    }

    @Test
    void typesMustBeSaid() {
        assertThatThrownBy(() -> serdes("raw", none).key())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll("'numbers'", "TestInputTopic<String, Order>");
    }

    @Test
    void aSerdeThatCannotBeMadeIsNamed() {
        assertThatThrownBy(() -> serdes("wrongSerde", none).key())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll(NeedsSomething.class.getName(), "keySerde", "constructor");
    }

    private static TopicSerdes serdes(String method, BeanFactory beans) {
        for (var candidate : Parameters.class.getDeclaredMethods()) {
            if (candidate.getName().equals(method)) {
                Parameter parameter = candidate.getParameters()[0];
                TestTopic topic = Objects.requireNonNull(parameter.getAnnotation(TestTopic.class));
                return new TopicSerdes(
                        topic, parameter.getParameterizedType(), beans.getBeanProvider(StreamSerdes.class));
            }
        }
        throw new IllegalArgumentException(method);
    }

    @SuppressWarnings("unchecked") // The types of the parameters are known to the tests.
    private static byte[] bytes(Serde<?> serde, Object value) {
        return ((Serde<Object>) serde).serializer().serialize("numbers", value);
    }

    @SuppressWarnings({"rawtypes", "unused"}) // Read by reflection; one of them is wrong on purpose.
    private interface Parameters {

        void lists(@TestTopic("numbers") TestInputTopic<Integer, List<Integer>> topic);

        void raw(@TestTopic("numbers") TestInputTopic topic);

        void wrongSerde(
                @TestTopic(value = "numbers", keySerde = NeedsSomething.class) TestInputTopic<Integer, Integer> topic);
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSerde {

        @Bean
        Serde<Integer> words() {
            return Serdes.serdeFrom(
                    (topic, number) -> (number == 7 ? "seven" : "another").getBytes(StandardCharsets.UTF_8),
                    (topic, bytes) -> bytes.length);
        }
    }

    static final class NeedsSomething extends Serdes.WrapperSerde<Integer> {

        NeedsSomething(String something) {
            super(Serdes.Integer().serializer(), Serdes.Integer().deserializer());
        }
    }
}
