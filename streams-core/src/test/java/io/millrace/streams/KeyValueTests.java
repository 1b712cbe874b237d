package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyValueTests {

    @Test
    void pairsAreEqualByKeyAndValue() {
        assertThat(KeyValue.pair("a", 1)).isEqualTo(new KeyValue<>("a", 1)).hasSameHashCodeAs(new KeyValue<>("a", 1));
        assertThat(KeyValue.pair("a", 1)).isNotEqualTo(KeyValue.pair("a", 2)).isNotEqualTo(KeyValue.pair("b", 1));
    }

    @Test
    void keyAndValueMayBeNull() {
        KeyValue<String, String> pair = KeyValue.pair(null, null);

        assertThat(pair).isEqualTo(KeyValue.pair(null, null)).hasToString("KeyValue(null, null)");
    }
}
