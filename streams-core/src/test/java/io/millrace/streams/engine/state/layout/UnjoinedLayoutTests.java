package io.millrace.streams.engine.state.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The layouts are those of Kafka Streams' changelogs. */
final class UnjoinedLayoutTests {

    private static final byte[] KEY = {'k', 'y'};

    @Test
    void keyIsTheTimestampThenTheSideThenTheKey() {
        byte[] stored = UnjoinedKey.of(0x0102, true, KEY);

        assertThat(stored).containsExactly(0, 0, 0, 0, 0, 0, 1, 2, 1, 'k', 'y');
        assertThat(UnjoinedKey.timestampMs(stored)).isEqualTo(0x0102);
        assertThat(UnjoinedKey.isLeft(stored)).isTrue();
        assertThat(UnjoinedKey.key(stored)).isEqualTo(KEY);
    }

    @Test
    void keysSortByTimeAndThenRightBeforeLeft() {
        byte[] right = UnjoinedKey.of(5, false, new byte[] {'z'});
        byte[] left = UnjoinedKey.of(5, true, new byte[] {'a'});
        byte[] later = UnjoinedKey.of(256, false, new byte[0]);

        assertThat(Arrays.compareUnsigned(right, left)).isNegative();
        assertThat(Arrays.compareUnsigned(left, later)).isNegative();
    }

    @Test
    void valuesAreAppendedInTheOrderTheyCame() {
        byte[] one = UnjoinedValues.append(null, true, new byte[] {'a'});
        byte[] two = UnjoinedValues.append(one, true, new byte[0]);

        assertThat(one).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 2, 1, 'a');
        assertThat(two).containsExactly(1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 'a', 0, 0, 0, 1, 1);
        assertThat(UnjoinedValues.values(two)).containsExactly(new byte[] {'a'}, new byte[0]);
    }

    @Test
    void valuesOfTheRightSideSaySo() {
        assertThat(UnjoinedValues.append(null, false, new byte[] {'a'}))
                .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 'a');
    }
}
