package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.Joined;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.spring.Inferred;
import io.millrace.streams.spring.JsonSerdes;
import io.millrace.streams.spring.StreamSerdes;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import org.apache.kafka.common.serialization.Serde;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serdes by type. What is injected by its generics is no candidate unless {@code @Inferred} asks for it, so that the application's
 * own beans are alone where they were.
 */
@Configuration(proxyBeanMethods = false)
class SerdesConfiguration {

    @Bean
    @ConditionalOnMissingBean(StreamSerdes.class)
    static InferredSerdes streamsInferredSerdes(
            ConfigurableListableBeanFactory beans, ObjectProvider<InferredSerdes.JsonFallback> json) {
        return new InferredSerdes(beans, json.getIfAvailable());
    }

    @Bean(name = InferredSerdes.SERDE_BEAN, defaultCandidate = false)
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    @Inferred
    <T> Serde<T> streamsInferredSerde(InjectionPoint point, StreamSerdes serdes) {
        return serdes.of(generic(point, 0));
    }

    @Bean(defaultCandidate = false)
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    @Inferred
    <K, V> Consumed<K, V> streamsInferredConsumed(InjectionPoint point, StreamSerdes serdes) {
        return Consumed.with(serdes.of(generic(point, 0)), serdes.of(generic(point, 1)));
    }

    @Bean(defaultCandidate = false)
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    @Inferred
    <K, V> Produced<K, V> streamsInferredProduced(InjectionPoint point, StreamSerdes serdes) {
        return Produced.with(serdes.of(generic(point, 0)), serdes.of(generic(point, 1)));
    }

    @Bean(defaultCandidate = false)
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    @Inferred
    <K, V> Grouped<K, V> streamsInferredGrouped(InjectionPoint point, StreamSerdes serdes) {
        return Grouped.with(serdes.of(generic(point, 0)), serdes.of(generic(point, 1)));
    }

    @Bean(defaultCandidate = false)
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    @Inferred
    <K, L, R> Joined<K, L, R> streamsInferredJoined(InjectionPoint point, StreamSerdes serdes) {
        return Joined.with(serdes.of(generic(point, 0)), serdes.of(generic(point, 1)), serdes.of(generic(point, 2)));
    }

    private static <T> ParameterizedTypeReference<T> generic(InjectionPoint point, int index) {
        if (!(point instanceof DependencyDescriptor dependency)) {
            throw new IllegalStateException("What is inferred from generics can only be injected: " + point);
        }
        ResolvableType generic = dependency.getResolvableType().getGeneric(index);
        Class<?> resolved = generic.resolve();
        // A type variable means nothing outside the class that sets it.
        Type type = generic.getType() instanceof TypeVariable && resolved != null ? resolved : generic.getType();
        return ParameterizedTypeReference.forType(type);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static class JsonSerdesConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnSingleCandidate(JsonMapper.class)
        JsonSerdes streamsJsonSerdes(JsonMapper mapper) {
            return new JsonSerdes(mapper);
        }

        @Bean
        @ConditionalOnSingleCandidate(JsonSerdes.class)
        InferredSerdes.JsonFallback streamsJsonFallback(JsonSerdes json) {
            return json::of;
        }
    }
}
