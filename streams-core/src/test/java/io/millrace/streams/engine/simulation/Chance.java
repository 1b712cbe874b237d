package io.millrace.streams.engine.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Everything that a seed decides. */
public final class Chance {

    private final SplittableRandom random;

    public Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A number from 0, below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number in a range, both ends included. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    public boolean percent(int probability) {
        return random.nextInt(100) < probability;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public long number() {
        return random.nextLong();
    }

    public RandomGenerator generator() {
        return random;
    }
}
