package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class EndpointHintsTests {

    @Test
    void answersCanBeWrittenInANativeImage() {
        RuntimeHints hints = new RuntimeHints();

        new EndpointHints().registerHints(hints, null);

        for (Class<?> answer : new Class<?>[] {
            StreamsEndpoint.Overview.class, TopologySummary.class, TopologySummary.Threads.class, Problem.class
        }) {
            assertThat(RuntimeHintsPredicates.reflection().onType(answer)).accepts(hints);
        }
    }
}
