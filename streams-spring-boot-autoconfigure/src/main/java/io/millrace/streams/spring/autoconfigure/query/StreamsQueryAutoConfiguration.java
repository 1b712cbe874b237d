package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StoreKeyConverter;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.QueryProperties;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Adds {@link StateQueries}, with which the application reads its state. */
@AutoConfiguration(
        after = StreamsAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBean(StreamsRegistry.class)
public final class StreamsQueryAutoConfiguration {

    StreamsQueryAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    KeyCodecs streamsKeyCodecs(ObjectProvider<JsonTrees> json, ObjectProvider<StoreKeyConverter<?>> converters) {
        List<StoreKeyConverter<?>> ordered =
                new ArrayList<>(converters.orderedStream().toList());
        return new KeyCodecs(json.getIfAvailable(PlainTexts::new), ordered);
    }

    @Bean
    @ConditionalOnMissingBean
    StoreQueries streamsStoreQueries(StreamsRegistry topologies, StreamsProperties streams, KeyCodecs codecs) {
        return new StoreQueries(topologies, bounds(streams.getQuery()), codecs);
    }

    private static QueryBounds bounds(QueryProperties query) {
        return new QueryBounds(
                query.getMaxResults(),
                query.getMaxConcurrent(),
                query.getMaxBodySize().toBytes(),
                query.getTimeout(),
                new QueryBounds.Staleness(
                        query.getStale().isAllowed(), query.getStale().getMaxLag()));
    }

    @Bean
    @ConditionalOnMissingBean(StateQueries.class)
    TypedQueries streamsStateQueries(StoreQueries queries, KeyCodecs codecs) {
        return new TypedQueries(queries, codecs);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static final class JacksonConfiguration {

        @Bean
        @ConditionalOnMissingBean(JsonTrees.class)
        @ConditionalOnSingleCandidate(JsonMapper.class)
        JacksonTrees streamsJsonTrees(JsonMapper mapper) {
            return new JacksonTrees(mapper);
        }
    }
}
