package io.millrace.streams.kstream;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one branch of a split stream, and its name.
 *
 * <p>A branch with a consumer is given to it and left out of the resulting map; one with a function appears there as the
 * stream that the function returns.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class Branched<K, V> implements NamedOperation<Branched<K, V>> {

    /** Suffix of the branch's name, null for a generated one. */
    protected final @Nullable String name;

    /** Computes the stream to put into the map, null if there is none. */
    protected final @Nullable Function<? super KStream<K, V>, ? extends KStream<K, V>> chainFunction;

    /** Takes the branch, null if there is none. */
    protected final @Nullable Consumer<? super KStream<K, V>> chainConsumer;

    /**
     * Creates an option.
     *
     * @param name suffix of the branch's name, null for a generated one
     * @param chainFunction computes the stream to put into the map, null for none
     * @param chainConsumer takes the branch, null for none
     */
    protected Branched(
            @Nullable String name,
            @Nullable Function<? super KStream<K, V>, ? extends KStream<K, V>> chainFunction,
            @Nullable Consumer<? super KStream<K, V>> chainConsumer) {
        this.name = name;
        this.chainFunction = chainFunction;
        this.chainConsumer = chainConsumer;
    }

    /**
     * Copies an option.
     *
     * @param branched the option to copy
     */
    protected Branched(Branched<K, V> branched) {
        this(branched.name, branched.chainFunction, branched.chainConsumer);
    }

    /**
     * Names a branch.
     *
     * @param name the suffix that follows the name of the split
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the name is null
     */
    public static <K, V> Branched<K, V> as(String name) {
        return new Branched<>(Objects.requireNonNull(name, "name cannot be null"), null, null);
    }

    /**
     * Puts into the map the stream that a function makes of the branch.
     *
     * @param chain the function; if it returns null, the branch is left out of the map
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the function is null
     */
    public static <K, V> Branched<K, V> withFunction(Function<? super KStream<K, V>, ? extends KStream<K, V>> chain) {
        return withFunction(chain, null);
    }

    /**
     * Gives the branch to a consumer.
     *
     * @param chain the consumer
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the consumer is null
     */
    public static <K, V> Branched<K, V> withConsumer(Consumer<KStream<K, V>> chain) {
        return withConsumer(chain, null);
    }

    /**
     * Names a branch and puts into the map the stream that a function makes of it.
     *
     * @param chain the function; if it returns null, the branch is left out of the map
     * @param name the suffix that follows the name of the split, null for a generated one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the function is null
     */
    public static <K, V> Branched<K, V> withFunction(
            Function<? super KStream<K, V>, ? extends KStream<K, V>> chain, @Nullable String name) {
        return new Branched<>(name, Objects.requireNonNull(chain, "chain function cannot be null"), null);
    }

    /**
     * Names a branch and gives it to a consumer.
     *
     * @param chain the consumer
     * @param name the suffix that follows the name of the split, null for a generated one
     * @param <K> type of the keys
     * @param <V> type of the values
     * @return the option
     * @throws NullPointerException if the consumer is null
     */
    public static <K, V> Branched<K, V> withConsumer(Consumer<? super KStream<K, V>> chain, @Nullable String name) {
        return new Branched<>(name, null, Objects.requireNonNull(chain, "chain consumer cannot be null"));
    }

    /**
     * Names the branch.
     *
     * @param name the suffix that follows the name of the split
     * @return a new option
     * @throws NullPointerException if the name is null
     */
    @Override
    public Branched<K, V> withName(String name) {
        return new Branched<>(Objects.requireNonNull(name, "name cannot be null"), chainFunction, chainConsumer);
    }
}
