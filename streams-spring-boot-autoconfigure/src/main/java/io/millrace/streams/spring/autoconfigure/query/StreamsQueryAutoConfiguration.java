package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.spring.PeerRestClientCustomizer;
import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StoreKeyConverter;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.ApplicationServer;
import io.millrace.streams.spring.autoconfigure.QueryProperties;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Adds {@link StateQueries}, with which the application reads its state. */
@AutoConfiguration(
        after = StreamsAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBean(StreamsRegistry.class)
public final class StreamsQueryAutoConfiguration {

    private static final int SHORTEST_SECRET = 16;
    private static final DataSize LARGEST_ANSWER = DataSize.ofMegabytes(4);
    private static final String PREFIX = StreamsProperties.PREFIX + ".query.";

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
    StoreQueries streamsStoreQueries(
            StreamsRegistry topologies,
            ApplicationServer server,
            StreamsProperties streams,
            KeyCodecs codecs,
            ObjectProvider<Peers> peers,
            ObjectProvider<QueryMeter> meter) {
        QueryProperties query = streams.getQuery();
        Peers others = query.getRemote().isEnabled()
                ? peers.getIfAvailable(() -> new Peers.None("there is no RestClient or no Jackson on the class path"))
                : new Peers.None("streams.query.remote.enabled is false");
        return new StoreQueries(
                topologies,
                topology -> server.of(topology.config()),
                bounds(query),
                codecs,
                new StoreQueries.Others(
                        others, secret(query), new ExposedStores(query.getExposedStores()).checkedAgainst(topologies)),
                meter.getIfAvailable(() -> QueryMeter.NONE));
    }

    @Bean
    ApplicationListener<ContextClosedEvent> streamsQueryDrain(StoreQueries queries) {
        return event -> queries.drain();
    }

    private static @Nullable String secret(QueryProperties query) {
        String secret = query.getCursorSecret();
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            throw new InvalidStreamsPropertyException(
                    PREFIX + "cursor-secret",
                    "(hidden)",
                    "it is too short to be a secret",
                    "Use " + SHORTEST_SECRET + " characters or more, chosen at random.");
        }
        return secret;
    }

    private static QueryBounds bounds(QueryProperties query) {
        atLeast(1, "max-results", query.getMaxResults(), query.getMaxResults());
        atLeast(1, "max-concurrent", query.getMaxConcurrent(), query.getMaxConcurrent());
        atLeast(1, "max-body-size", query.getMaxBodySize().toBytes(), query.getMaxBodySize());
        atLeast(1, "timeout", query.getTimeout().toMillis(), query.getTimeout());
        atLeast(
                0,
                "stale.max-lag",
                query.getStale().getMaxLag(),
                query.getStale().getMaxLag());
        DataSize largest = query.getRemote().getMaxResponseSize();
        if (query.getRemote().isEnabled()
                && largest != null
                && largest.toBytes() / 2 < query.getMaxBodySize().toBytes()) {
            throw new InvalidStreamsPropertyException(
                    PREFIX + "remote.max-response-size",
                    largest,
                    "a page of another instance may not fit into it, which is up to " + PREFIX + "max-body-size ("
                            + query.getMaxBodySize() + ") and what is around it",
                    "Make it at least twice as large as " + PREFIX + "max-body-size.");
        }
        return new QueryBounds(
                query.getMaxResults(),
                query.getMaxConcurrent(),
                query.getMaxBodySize().toBytes(),
                query.getTimeout(),
                new QueryBounds.Staleness(
                        query.getStale().isAllowed(), query.getStale().getMaxLag()));
    }

    private static void atLeast(long least, String property, long number, Object value) {
        if (number < least) {
            throw new InvalidStreamsPropertyException(
                    PREFIX + property, value, "it is too small", "Use " + least + " or more.");
        }
    }

    @Bean
    @ConditionalOnMissingBean(StateQueries.class)
    TypedQueries streamsStateQueries(StoreQueries queries, KeyCodecs codecs) {
        return new TypedQueries(queries, codecs);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({RestClient.class, JsonMapper.class})
    static final class PeersConfiguration {

        @Bean
        PeerHttp streamsPeerHttp(StreamsProperties streams, ObjectProvider<SslBundles> bundles) {
            QueryProperties.Remote remote = streams.getQuery().getRemote();
            return new PeerHttp(
                    remote.getConnectTimeout(),
                    remote.getReadTimeout(),
                    remote.getSslBundle() == null
                            ? null
                            : bundles.getObject()
                                    .getBundle(remote.getSslBundle())
                                    .createSslContext());
        }

        @Bean
        @ConditionalOnMissingBean
        Peers streamsPeers(
                StreamsProperties streams,
                Environment environment,
                PeerHttp requests,
                ObjectProvider<PeerRestClientCustomizer> customizers) {
            QueryProperties.Remote remote = streams.getQuery().getRemote();
            RestClient.Builder client = RestClient.builder().requestFactory(requests);
            customizers.orderedStream().forEach(customizer -> customizer.customize(client));
            RestPeers.Target target = new RestPeers.Target(
                    remote.getScheme().name().toLowerCase(Locale.ROOT),
                    remote.getPort(),
                    new PeerPath(environment, remote.getBasePath()));
            return new RestPeers(client.build(), target, new PeerAnswers(), largestAnswer(streams.getQuery()));
        }

        /** What is set, or room for a full page and what is around it. */
        private static int largestAnswer(QueryProperties query) {
            DataSize set = query.getRemote().getMaxResponseSize();
            long bytes = set != null
                    ? set.toBytes()
                    : Math.max(
                            LARGEST_ANSWER.toBytes(), 2 * query.getMaxBodySize().toBytes());
            return (int) Math.min(Integer.MAX_VALUE - 1L, bytes);
        }
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
