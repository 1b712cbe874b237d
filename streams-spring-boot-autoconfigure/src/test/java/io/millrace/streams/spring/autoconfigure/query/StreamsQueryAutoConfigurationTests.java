package io.millrace.streams.spring.autoconfigure.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.spring.PeerRestClientCustomizer;
import io.millrace.streams.spring.StateQueries;
import io.millrace.streams.spring.StreamTopology;
import io.millrace.streams.spring.TopologyDefinition;
import io.millrace.streams.spring.autoconfigure.Analyses;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

class StreamsQueryAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    KafkaAutoConfiguration.class,
                    StreamsAutoConfiguration.class,
                    StreamsQueryAutoConfiguration.class))
            .withUserConfiguration(Orders.class)
            .withPropertyValues("spring.application.name=shop", "streams.auto-startup=false");

    @Test
    void otherInstancesAreAskedWithARestClient() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(StateQueries.class)
                .getBean(Peers.class)
                .isInstanceOf(RestPeers.class));
    }

    @Test
    void withoutARestClientOnlyThisInstanceIsAsked() {
        runner.withClassLoader(new FilteredClassLoader(RestClient.class))
                .run(context ->
                        assertThat(context).hasSingleBean(StateQueries.class).doesNotHaveBean(Peers.class));
    }

    @Test
    void withoutJacksonOnlyThisInstanceIsAsked() {
        runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
                .run(context ->
                        assertThat(context).hasSingleBean(StateQueries.class).doesNotHaveBean(Peers.class));
    }

    @Test
    void queriesOfTheApplicationsOwnComeFirst() {
        StateQueries own = mock(StateQueries.class);

        runner.withBean(StateQueries.class, () -> own)
                .run(context -> assertThat(context).getBean(StateQueries.class).isSameAs(own));
    }

    @Test
    void customizersSetUpTheClient() {
        StringBuilder called = new StringBuilder();

        runner.withBean("first", PeerRestClientCustomizer.class, () -> builder -> called.append("first "))
                .withBean("second", PeerRestClientCustomizer.class, () -> builder -> called.append("second"))
                .run(context -> assertThat(called).hasToString("first second"));
    }

    @Test
    void bundleThatThereIsNotFailsTheStart() {
        runner.withPropertyValues("streams.query.remote.ssl-bundle=none")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(NoSuchSslBundleException.class));
    }

    @Test
    void secretThatIsNoneFailsTheStartAndIsNotShown() {
        runner.withPropertyValues("streams.query.cursor-secret=hush").run(context -> {
            assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(InvalidStreamsPropertyException.class);
            assertThat(context.getStartupFailure()).message().doesNotContain("hush");
        });
    }

    @Test
    void boundsThatLetNothingThroughFailTheStart() {
        for (String property : List.of(
                "max-results=0",
                "max-concurrent=-1",
                "max-body-size=0B",
                "timeout=0s",
                "stale.max-lag=-1",
                "remote.max-response-size=1MB")) {
            runner.withPropertyValues("streams.query." + property)
                    .run(context -> assertThat(context.getStartupFailure())
                            .rootCause()
                            .isInstanceOf(InvalidStreamsPropertyException.class)
                            .hasMessageContaining(property.substring(0, property.indexOf('='))));
        }
    }

    @Test
    void answersOfOthersMayGrowWithThePages() {
        runner.withPropertyValues("streams.query.max-body-size=8MB")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("streams.query.max-body-size=8MB", "streams.query.remote.max-response-size=15MB")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("max-response-size"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "orders/totals", "none/*, orders/tot*", "orders/totals, orders/totals-*", ""})
    void exposedStoresThatThereAreOrMayBeLetItStart(String entries) {
        runner.withPropertyValues("streams.query.exposed-stores=" + entries)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "orders/totls, topology 'orders' has no such store, (totals)",
        "order/totals, no bean declares a stream topology named 'order', (orders)",
        "totals, an entry is topology/store, (orders)"
    })
    void exposedStoreThatThereIsNotFailsTheStartAndSaysWhatThereIs(String entry, String reason, String there) {
        runner.withPropertyValues("streams.query.exposed-stores=orders/*," + entry)
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains("streams.query.exposed-stores", "'" + entry + "'", reason);
                    assertThat(analysis.getAction()).contains(there);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Orders {

        @Bean
        @StreamTopology("orders")
        TopologyDefinition ordersDefinition() {
            return builder ->
                    builder.table("orders", Consumed.with(Serdes.String(), Serdes.Long()), Materialized.as("totals"));
        }
    }
}
