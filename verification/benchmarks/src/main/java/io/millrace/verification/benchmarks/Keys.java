package io.millrace.verification.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** The keys of a benchmark, as bytes: like the records of a topic, each use of a key makes a new string of them. */
public final class Keys {

    private static final int LENGTH = 16;
    private static final int VALUES = 1_009;
    private static final double ZIPF_EXPONENT = 0.99;

    private final int count;
    private final Random random;
    private final double[] cumulated;

    private Keys(int count, long seed, double[] cumulated) {
        this.count = count;
        this.random = new Random(seed);
        this.cumulated = cumulated;
    }

    /** Each key is drawn as often as any other. */
    public static Keys uniform(int count, long seed) {
        return new Keys(count, seed, new double[0]);
    }

    /** The frequency of a key falls with its rank. */
    public static Keys skewed(int count, long seed) {
        double[] cumulated = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1 / Math.pow(i + 1.0, ZIPF_EXPONENT);
            cumulated[i] = sum;
        }
        return new Keys(count, seed, cumulated);
    }

    public int count() {
        return count;
    }

    /** Draws the numbers of keys. */
    public int[] draw(int howMany) {
        int[] drawn = new int[howMany];
        for (int i = 0; i < howMany; i++) {
            drawn[i] = draw();
        }
        return drawn;
    }

    private int draw() {
        if (cumulated.length == 0) {
            return random.nextInt(count);
        }
        int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[count - 1]);
        int rank = Math.min(found < 0 ? -found - 1 : found, count - 1);
        // Frequent keys are not neighbours.
        return (int) (rank * 7_919L % count);
    }

    /** A key by its number; their order is that of the numbers. */
    public static String key(int number) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, (byte) '0');
        int rest = number;
        for (int i = LENGTH - 1; rest > 0; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Some values of so many bytes, which do not compress well. */
    public byte[][] values(int bytes) {
        byte[][] values = new byte[VALUES][bytes];
        for (byte[] value : values) {
            random.nextBytes(value);
        }
        return values;
    }
}
