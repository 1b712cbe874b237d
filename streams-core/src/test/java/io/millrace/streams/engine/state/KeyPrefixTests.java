package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyPrefixTests {

    @Test
    void numbersThatDifferAreInTheOrderOfTheKeys() {
        Random random = new Random(3);

        for (int i = 0; i < 20_000; i++) {
            byte[] left = key(random);
            byte[] right = key(random);
            int common = KeyPrefix.common(left, right, random.nextInt(6));

            int order = Long.compareUnsigned(KeyPrefix.at(left, common), KeyPrefix.at(right, common));

            if (order != 0) {
                assertThat(Integer.signum(order)).isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
            }
        }
    }

    @Test
    void commonIsWhatBothBeginWith() {
        assertThat(KeyPrefix.common(new byte[] {1, 2, 3}, new byte[] {1, 2, 4, 5}, 10))
                .isEqualTo(2);
        assertThat(KeyPrefix.common(new byte[] {1, 2}, new byte[] {1, 2, 4, 5}, 10))
                .isEqualTo(2);
        assertThat(KeyPrefix.common(new byte[] {1, 2, 3}, new byte[] {1, 2, 3}, 10))
                .isEqualTo(3);
        assertThat(KeyPrefix.common(new byte[] {1, 2, 3}, new byte[] {1, 2, 3}, 1))
                .isEqualTo(1);
        assertThat(KeyPrefix.common(new byte[0], new byte[] {1}, 1)).isZero();
    }

    /** Few different bytes, so that many begin alike. */
    private static byte[] key(Random random) {
        byte[] key = new byte[random.nextInt(14)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(3) - 1);
        }
        return key;
    }
}
