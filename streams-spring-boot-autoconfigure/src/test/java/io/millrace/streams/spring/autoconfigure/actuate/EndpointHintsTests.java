package io.millrace.streams.spring.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.autoconfigure.query.ListedStore;
import io.millrace.streams.spring.autoconfigure.query.StorePage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class EndpointHintsTests {

    @Test
    void answersCanBeWrittenInANativeImage() {
        RuntimeHints hints = new RuntimeHints();

        new EndpointHints().registerHints(hints, null);

        for (Class<?> answer : new Class<?>[] {
            StreamsEndpoint.Overview.class,
            TopologySummary.class,
            TopologySummary.Threads.class,
            Problem.class,
            StreamsQueryEndpoint.Answer.class,
            StreamsQueryEndpoint.Paging.class,
            StreamsQueryEndpoint.Stores.class,
            ListedStore.class,
            StorePage.Entry.class,
            StateSource.class
        }) {
            assertThat(RuntimeHintsPredicates.reflection().onType(answer)).accepts(hints);
        }
    }

    /** Spring Security is not here: it is looked up by name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.security.web.SecurityFilterChain",
                "org.springframework.security.web.server.SecurityWebFilterChain"
            })
    void filterChainsAreFoundInANativeImage(String chain) {
        RuntimeHints hints = new RuntimeHints();

        new EndpointHints().registerHints(hints, null);

        assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(chain)))
                .accepts(hints);
    }
}
