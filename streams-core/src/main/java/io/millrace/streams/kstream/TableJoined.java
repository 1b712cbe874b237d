package io.millrace.streams.kstream;

import io.millrace.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * How two tables are joined by a foreign key: partitioners and a name.
 *
 * <p>Each {@code with} method returns a new option and leaves this one as it is.
 *
 * @param <K> type of this table's keys
 * @param <KO> type of the other table's keys
 */
public class TableJoined<K, KO> implements NamedOperation<TableJoined<K, KO>> {

    /** Partitioner of this table's topic, null if that goes by the hash of the key. */
    protected final @Nullable StreamPartitioner<K, Void> partitioner;

    /** Partitioner of the other table's topic, null if that goes by the hash of the key. */
    protected final @Nullable StreamPartitioner<KO, Void> otherPartitioner;

    /** Base of the names of the join's nodes, topics and stores; null for a generated one. */
    protected final @Nullable String name;

    private TableJoined(
            @Nullable StreamPartitioner<K, Void> partitioner,
            @Nullable StreamPartitioner<KO, Void> otherPartitioner,
            @Nullable String name) {
        this.partitioner = partitioner;
        this.otherPartitioner = otherPartitioner;
        this.name = name;
    }

    /**
     * Copies an option.
     *
     * @param tableJoined the option to copy
     */
    protected TableJoined(TableJoined<K, KO> tableJoined) {
        this(tableJoined.partitioner, tableJoined.otherPartitioner, tableJoined.name);
    }

    /**
     * Sets the partitioners. They must place keys as those topics of the two tables do.
     *
     * @param partitioner partitioner of this table, null if it goes by the hash of the key
     * @param otherPartitioner partitioner of the other table, null if it goes by the hash of the key
     * @param <K> type of this table's keys
     * @param <KO> type of the other table's keys
     * @return the option
     */
    public static <K, KO> TableJoined<K, KO> with(
            @Nullable StreamPartitioner<K, Void> partitioner, @Nullable StreamPartitioner<KO, Void> otherPartitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, null);
    }

    /**
     * Names the join.
     *
     * @param name base of the names of nodes, topics and stores; null for a generated one
     * @param <K> type of this table's keys
     * @param <KO> type of the other table's keys
     * @return the option
     */
    public static <K, KO> TableJoined<K, KO> as(@Nullable String name) {
        return new TableJoined<>(null, null, name);
    }

    /**
     * Sets the partitioner of this table.
     *
     * @param partitioner the partitioner, null if the table goes by the hash of the key
     * @return a new option
     */
    public TableJoined<K, KO> withPartitioner(@Nullable StreamPartitioner<K, Void> partitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }

    /**
     * Sets the partitioner of the other table.
     *
     * @param otherPartitioner the partitioner, null if the table goes by the hash of the key
     * @return a new option
     */
    public TableJoined<K, KO> withOtherPartitioner(@Nullable StreamPartitioner<KO, Void> otherPartitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }

    /**
     * Names the join.
     *
     * @param name base of the names of nodes, topics and stores; null for a generated one
     * @return a new option
     */
    @Override
    public TableJoined<K, KO> withName(@Nullable String name) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }
}
