package io.millrace.streams.engine.state.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VersionedKeyTests {

    @Test
    void laterVersionsComeFirstAndKeysStayTogether() {
        byte[] key = {1, 2};
        byte[] longer = {1, 2, 0};

        assertThat(Arrays.compareUnsigned(VersionedKey.stored(key, 20), VersionedKey.stored(key, 10)))
                .isNegative();
        assertThat(Arrays.compareUnsigned(VersionedKey.earliest(key), VersionedKey.latest(longer)))
                .isNegative();
    }

    @Test
    void partsCanBeReadBack() {
        byte[] stored = VersionedKey.stored(new byte[] {7}, 1234);

        assertThat(VersionedKey.timestampMs(stored)).isEqualTo(1234);
        assertThat(VersionedKey.key(stored)).containsExactly(7);
        assertThat(VersionedKey.value(VersionedKey.storedValue(new byte[0]))).isEmpty();
        assertThat(VersionedKey.value(VersionedKey.storedValue(null))).isNull();
    }
}
