package io.millrace.streams.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

class QuietBrokerTests {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void brokerInTheApplicationIsQuiet() {
        new QuietBroker().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("logging.level.kafka")).isEqualTo("error");
        assertThat(environment.getProperty("logging.level.org.apache.kafka")).isEqualTo("warn");
    }

    @Test
    void levelsOfTheApplicationWin() {
        environment.setProperty("logging.level.org.apache.kafka", "debug");

        new QuietBroker().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("logging.level.org.apache.kafka")).isEqualTo("debug");
    }

    @Test
    void withoutABrokerLevelsAreLeftAlone() {
        SpringApplication application = new SpringApplication(
                new DefaultResourceLoader(new FilteredClassLoader(EmbeddedBroker.class)), QuietBrokerTests.class);

        new QuietBroker().postProcessEnvironment(environment, application);

        assertThat(environment.getProperty("logging.level.kafka")).isNull();
    }
}
