package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.spring.StreamSerdes;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/** Finds serdes by type among the beans, among those of Kafka, and last as JSON. */
final class InferredSerdes implements StreamSerdes {

    /** Name of the bean that answers injection points; it is no answer to what they ask. */
    static final String SERDE_BEAN = "streamsInferredSerde";

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

    private final ConfigurableListableBeanFactory beans;
    private final @Nullable JsonFallback json;

    /** Makes serdes of types for which there are no others. */
    @FunctionalInterface
    interface JsonFallback {

        Serde<?> of(Type type);
    }

    InferredSerdes(ConfigurableListableBeanFactory beans, @Nullable JsonFallback json) {
        this.beans = beans;
        this.json = json;
    }

    @Override
    public <T> Serde<T> of(Class<T> type) {
        return find(ResolvableType.forClass(type));
    }

    @Override
    public <T> Serde<T> of(ParameterizedTypeReference<T> type) {
        return find(ResolvableType.forType(type));
    }

    @SuppressWarnings("unchecked") // Each way of finding one goes by the type that is asked for.
    private <T> Serde<T> find(ResolvableType type) {
        if (type.resolve() == null || type.hasUnresolvableGenerics()) {
            throw new IllegalArgumentException("A serde can only be found for a type that is known, not for " + type
                    + ": name the type where it is injected, for example Serde<Order>");
        }
        Serde<?> bean = bean(type);
        if (bean != null) {
            return (Serde<T>) bean;
        }
        Class<?> simple = type.resolve();
        if (simple != null && BUILT_IN.contains(simple)) {
            return (Serde<T>) Serdes.serdeFrom(simple);
        }
        if (json == null || simple == Object.class) {
            throw new IllegalArgumentException("There is no serde for " + type + ": declare a bean of type Serde<"
                    + type + ">" + (json == null ? ", or add spring-boot-starter-jackson to write it as JSON" : ""));
        }
        return (Serde<T>) json.of(type.getType());
    }

    private @Nullable Serde<?> bean(ResolvableType type) {
        List<String> found = new ArrayList<>();
        List<String> primary = new ArrayList<>();
        for (String name : beans.getBeanNamesForType(ResolvableType.forClassWithGenerics(Serde.class, type))) {
            if (name.equals(SERDE_BEAN)) {
                continue;
            }
            found.add(name);
            if (beans.containsBeanDefinition(name)
                    && beans.getBeanDefinition(name).isPrimary()) {
                primary.add(name);
            }
        }
        List<String> candidates = primary.isEmpty() ? found : primary;
        if (candidates.size() > 1) {
            throw new IllegalArgumentException("There are several serdes for " + type + ", the beans "
                    + String.join(", ", candidates) + ": mark one as @Primary, or inject one by its name");
        }
        return candidates.isEmpty() ? null : beans.getBean(candidates.get(0), Serde.class);
    }
}
