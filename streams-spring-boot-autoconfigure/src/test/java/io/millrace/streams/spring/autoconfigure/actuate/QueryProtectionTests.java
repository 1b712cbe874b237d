package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.spring.autoconfigure.Analyses;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.diagnostics.UnprotectedQueriesException;
import io.millrace.streams.spring.autoconfigure.query.StreamsQueryAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Who is kept from showing what stores hold to a whole network. There is no Spring Security here. */
class QueryProtectionTests {

    private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
            KafkaAutoConfiguration.class,
            StreamsAutoConfiguration.class,
            StreamsQueryAutoConfiguration.class,
            StreamsEndpointAutoConfiguration.class);

    private static final String[] READABLE = {
        "spring.application.name=shop",
        "management.endpoints.web.exposure.include=*",
        "management.endpoint.streamsquery.access=READ_ONLY"
    };

    private final WebApplicationContextRunner runner =
            new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS).withPropertyValues(READABLE);

    private static String analysis(Throwable failure) {
        FailureAnalysis analysis = Analyses.of(failure);
        return analysis.getDescription() + " " + analysis.getAction();
    }

    private static void assertStarts(AssertableWebApplicationContext context) {
        assertThat(context).hasNotFailed().hasSingleBean(StreamsQueryEndpoint.class);
    }

    private static void assertIsRefused(AssertableWebApplicationContext context) {
        assertThat(context).hasFailed();
        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(UnprotectedQueriesException.class);
    }

    @Test
    void aPortThatEverybodyReachesFailsTheStartAndSaysWhatToDo() {
        runner.run(context -> assertThat(analysis(context.getStartupFailure()))
                .contains(
                        "'streamsquery'",
                        "Spring Security",
                        "server.ssl.client-auth=need",
                        "server.address=127.0.0.1",
                        "streams.query.allow-unprotected=true"));
    }

    @Test
    void withoutAServerThereIsNothingToProtect() {
        new ApplicationContextRunner()
                .withConfiguration(CONFIGURATIONS)
                .withPropertyValues(READABLE)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.address=127.0.0.1",
                "server.address=::1",
                "server.ssl.client-auth=need",
                "management.server.port=-1",
                "streams.query.allow-unprotected=true",
                "server.address=localhost"
            })
    void somethingInBetweenIsEnough(String properties) {
        runner.withPropertyValues(properties.split(",")).run(QueryProtectionTests::assertStarts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.address=0.0.0.0",
                "server.ssl.client-auth=want",
                "server.ssl.client-auth=need,server.ssl.enabled=false",
                "management.server.port=8081,server.address=127.0.0.1",
                "management.server.port=8081,server.ssl.client-auth=need"
            })
    void somethingElseIsNot(String properties) {
        runner.withPropertyValues(properties.split(",")).run(QueryProtectionTests::assertIsRefused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.server.address=127.0.0.1", "management.server.ssl.client-auth=need"})
    void aPortOfItsOwnIsLookedAtByItself(String property) {
        runner.withPropertyValues("management.server.port=8081", property).run(QueryProtectionTests::assertStarts);
        runner.withPropertyValues("management.server.port=8081")
                .run(context -> assertThat(analysis(context.getStartupFailure()))
                        .contains("management.server.address=127.0.0.1"));
    }

    @Test
    void itIsLookedForEvenIfNothingElseIsMadeAtTheStart() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(QueryProtectionTests::assertIsRefused);
    }

    @Test
    void whoDoesNotShowStoresIsNotAskedForAnything() {
        runner.withPropertyValues("management.endpoint.streamsquery.access=NONE")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("management.endpoints.web.exposure.exclude=streamsquery")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(StreamsQueryEndpoint.class));
        runner.withPropertyValues(
                        "management.endpoints.web.exposure.exclude=streamsquery",
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=streamsquery")
                .run(QueryProtectionTests::assertStarts);
    }
}
