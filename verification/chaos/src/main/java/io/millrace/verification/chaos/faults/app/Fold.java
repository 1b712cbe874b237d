package io.millrace.verification.chaos.faults.app;

/**
 * What is known of the values of a key.
 *
 * @param count how many
 * @param sum of all
 * @param min the least
 * @param max the greatest
 */
public record Fold(long count, long sum, long min, long max) {

    public static final Fold NONE = new Fold(0, 0, Long.MAX_VALUE, Long.MIN_VALUE);

    public static Fold parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        String[] parts = text.split(",", -1);
        return new Fold(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    public Fold add(long value) {
        return new Fold(count + 1, sum + value, Math.min(min, value), Math.max(max, value));
    }

    @Override
    public String toString() {
        return count + "," + sum + "," + min + "," + max;
    }
}
