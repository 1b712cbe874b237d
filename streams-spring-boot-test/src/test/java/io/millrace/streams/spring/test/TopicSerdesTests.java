package io.millrace.streams.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.TestInputTopic;
import io.millrace.streams.spring.JsonSerdes;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

class TopicSerdesTests {

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    @Test
    void typesOfTheirOwnAreJson() {
        beans.addBean("jsonSerdes", new JsonSerdes(new JsonMapper()));

        assertThat(bytes(serdes("lists").value(), List.of(1, 2))).asString().isEqualTo("[1,2]");
        assertThat(bytes(serdes("lists").key(), 7)).containsExactly(0, 0, 0, 7);
    }

    @Test
    void withoutJacksonASerdeMustBeNamed() {
        assertThatThrownBy(() -> serdes("lists").value())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll("java.util.List<java.lang.Integer>", "'numbers'", "valueSerde", "Jackson");
    }

    @Test
    void typesMustBeSaid() {
        assertThatThrownBy(() -> serdes("raw").key())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll("'numbers'", "TestInputTopic<String, Order>");
    }

    @Test
    void aSerdeThatCannotBeMadeIsNamed() {
        assertThatThrownBy(() -> serdes("wrongSerde").key())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContainingAll(NeedsSomething.class.getName(), "keySerde", "constructor");
    }

    private TopicSerdes serdes(String method) {
        for (var candidate : Parameters.class.getDeclaredMethods()) {
            if (candidate.getName().equals(method)) {
                Parameter parameter = candidate.getParameters()[0];
                TestTopic topic = Objects.requireNonNull(parameter.getAnnotation(TestTopic.class));
                return new TopicSerdes(
                        topic, parameter.getParameterizedType(), beans.getBeanProvider(JsonSerdes.class));
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

    static final class NeedsSomething extends Serdes.WrapperSerde<Integer> {

        NeedsSomething(String something) {
            super(Serdes.Integer().serializer(), Serdes.Integer().deserializer());
        }
    }
}
