package io.millrace.streams.spring.test;

import io.millrace.streams.spring.JsonSerdes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
import tools.jackson.core.type.TypeReference;

/** Finds the serdes of a parameter that is a topic. */
final class TopicSerdes {

    private static final Set<Class<?>> BUILT_IN = Set.of(
            String.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Boolean.class,
            UUID.class,
            ByteBuffer.class,
            Bytes.class,
            byte[].class,
            Void.class);

    private final TestTopic topic;
    private final Type parameter;
    private final ObjectProvider<JsonSerdes> json;

    /** @param parameter the type with its arguments, such as {@code TestInputTopic<String, Order>} */
    TopicSerdes(TestTopic topic, Type parameter, ObjectProvider<JsonSerdes> json) {
        this.topic = topic;
        this.parameter = parameter;
        this.json = json;
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
        if (type instanceof Class<?> simple && BUILT_IN.contains(simple)) {
            return Serdes.serdeFrom(simple);
        }
        JsonSerdes serdes = json.getIfAvailable();
        if (serdes == null) {
            throw new ParameterResolutionException("There is no serde for the " + type.getTypeName() + " of topic '"
                    + topic.value() + "': name one with @TestTopic(" + attribute
                    + " = ...), or put Jackson on the class path to read and write JSON");
        }
        return serdes.of(new TypeReference<Object>() {
            @Override
            public Type getType() {
                return type;
            }
        });
    }
}
