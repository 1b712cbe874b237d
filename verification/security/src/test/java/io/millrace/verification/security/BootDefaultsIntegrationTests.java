package io.millrace.verification.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.actuate.StreamsEndpointAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.actuate.StreamsQueryEndpoint;
import io.millrace.streams.spring.autoconfigure.query.StreamsQueryAutoConfiguration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** Spring Security on the class path, and nothing said about the actuator. */
class BootDefaultsIntegrationTests {

    /** Nothing is read, so no broker is needed. */
    @Test
    void whatSpringBootClosesStaysClosed() throws Exception {
        try (ConfigurableApplicationContext context = Shop.start(
                List.of(),
                "streams.auto-startup=false",
                "spring.security.user.name=somebody",
                "spring.security.user.password=known")) {
            Caller nobody = Caller.anonymous(context);
            Caller somebody = new Caller(context, "somebody", "known");

            assertThat(nobody.status("health")).isEqualTo(200);
            assertThat(nobody.status("streams")).isEqualTo(401);
            assertThat(nobody.status("streamsquery/words/counts?key=a")).isEqualTo(401);
            assertThat(somebody.status("streams")).isEqualTo(200);
            // Past the filters: the topology is not started.
            assertThat(somebody.status("streamsquery/words/counts?key=a")).isEqualTo(503);
            assertThat(context.getBeanNamesForType(SecurityFilterChain.class)).hasSize(1);
            assertThat(beansOfSecurityThatAreOurs(context)).isEmpty();
        }
    }

    private static List<String> beansOfSecurityThatAreOurs(ConfigurableApplicationContext context) {
        return Arrays.stream(context.getBeanDefinitionNames())
                .filter(name -> context.getType(name) != null)
                .filter(name -> context.getType(name).getName().startsWith("org.springframework.security"))
                .filter(name -> String.valueOf(
                                context.getBeanFactory().getBeanDefinition(name).getFactoryBeanName())
                        .startsWith("io.millrace"))
                .toList();
    }

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

    private final WebApplicationContextRunner everywhere =
            new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS).withPropertyValues(READABLE);

    private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
            .withConfiguration(CONFIGURATIONS)
            .withPropertyValues(READABLE);

    @Test
    void aFilterChainIsEnoughToAnswerANetwork() {
        everywhere
                .withConfiguration(AutoConfigurations.of(
                        SecurityAutoConfiguration.class,
                        UserDetailsServiceAutoConfiguration.class,
                        ServletWebSecurityAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(StreamsQueryEndpoint.class)
                        .hasSingleBean(StreamsRegistry.class));
    }

    @Test
    void soIsAReactiveOne() {
        reactive.run(
                context -> assertThat(context).getFailure().rootCause().hasMessageContaining("no filter chain of"));
        reactive.withBean(SecurityWebFilterChain.class, () -> mock(SecurityWebFilterChain.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(StreamsQueryEndpoint.class));
    }

    @Test
    void classesOfSpringSecurityThatAreNotUsedAreNot() {
        everywhere.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("no filter chain of Spring Security"));
    }
}
