package io.millrace.streams.spring.test;

import io.millrace.streams.spring.StreamSerdes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ParameterizedTypeReference;

/** Finds the serdes of a parameter that is a topic. */
final class TopicSerdes {

    private final TestTopic topic;
    private final Type parameter;
    private final ObjectProvider<StreamSerdes> serdes;

    /** @param parameter the type with its arguments, such as {@code TestInputTopic<String, Order>} */
    TopicSerdes(TestTopic topic, Type parameter, ObjectProvider<StreamSerdes> serdes) {
        this.topic = topic;
        this.parameter = parameter;
        this.serdes = serdes;
    }

    Serde<?> key() {
        return serde(topic.keySerde(), 0, "keySerde");
    }

    Serde<?> value() {
        return serde(topic.valueSerde(), 1, "valueSerde");
    }

    private Serde<?> serde(Class<? extends Serde<?>> named, int argument, String attribute) {
        if (named != TestTopic.ByType.class) {
            try {
                return BeanUtils.instantiateClass(named);
            } catch (BeanInstantiationException e) {
                throw new ParameterResolutionException(
                        named.getName() + ", the " + attribute + " of topic '" + topic.value()
                                + "', needs a constructor without parameters",
                        e);
            }
        }
        if (!(parameter instanceof ParameterizedType types)) {
            throw new ParameterResolutionException("The parameter of topic '" + topic.value()
                    + "' must say the types of its keys and values, as in TestInputTopic<String, Order>");
        }
        Type type = types.getActualTypeArguments()[argument];
        StreamSerdes found = serdes.getIfAvailable();
        if (found == null) {
            throw new ParameterResolutionException(
                    noSerde(type, attribute) + ", there is no bean that finds serdes by type");
        }
        try {
            return found.of(ParameterizedTypeReference.forType(type));
        } catch (IllegalArgumentException e) {
            throw new ParameterResolutionException(noSerde(type, attribute) + ". " + e.getMessage(), e);
        }
    }

    private String noSerde(Type type, String attribute) {
        return "There is no serde for the " + type.getTypeName() + " of topic '" + topic.value()
                + "': name one with @TestTopic(" + attribute + " = ...)";
    }
}
