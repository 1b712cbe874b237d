package io.millrace.streams.kstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.errors.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedTests {

    private static final class Readable extends Named {
        Readable(Named named) {
            super(named);
        }

        String name() {
            return name;
        }
    }

    @Test
    void keepsALegalName() {
        assertThat(new Readable(Named.as("orders-1.all_of.them")).name()).isEqualTo("orders-1.all_of.them");
    }

    @Test
    void renamingLeavesTheOriginalAsItIs() {
        Named original = Named.as("a");

        Named renamed = original.withName("b");

        assertThat(new Readable(original).name()).isEqualTo("a");
        assertThat(new Readable(renamed).name()).isEqualTo("b");
    }

    @Test
    void acceptsTheLongestNameAndRefusesALongerOne() {
        assertThat(Named.as("x".repeat(249))).isNotNull();
        assertThatThrownBy(() -> Named.as("x".repeat(250)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("249 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a:b"})
    void refusesNamesThatCannotBecomeTopicNames(String name) {
        assertThatThrownBy(() -> Named.as(name)).isInstanceOf(TopologyException.class);
        assertThatThrownBy(() -> Named.as("legal").withName(name)).isInstanceOf(TopologyException.class);
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> Named.as(null)).isInstanceOf(NullPointerException.class);
    }
}
