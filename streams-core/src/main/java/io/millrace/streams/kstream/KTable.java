package io.millrace.streams.kstream;

import io.millrace.streams.KeyValue;
import io.millrace.streams.state.KeyValueStore;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The latest value of each key: a changelog stream read as a table, in which null deletes a key.
 *
 * <p>Operators return new tables and leave this one as it is. A table is kept in a state store where an operation needs it, or
 * where the application asks for one with {@link Materialized}; a named store can be queried. Functions passed in are called on
 * the stream threads, possibly on several at once.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface KTable<K, V extends @Nullable Object> {

    /**
     * Keeps the entries that pass a predicate. An entry that no longer passes is deleted from the result.
     *
     * @param predicate decides on each record
     * @return the entries that pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filter(Predicate<? super K, ? super V> predicate);

    /**
     * Keeps the entries that pass a predicate. An entry that no longer passes is deleted from the result.
     *
     * @param predicate decides on each record
     * @param named names the operation
     * @return the entries that pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filter(Predicate<? super K, ? super V> predicate, Named named);

    /**
     * Keeps the entries that pass a predicate. An entry that no longer passes is deleted from the result.
     *
     * @param predicate decides on each record
     * @param materialized name, kind and serdes of the store
     * @return the entries that pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Keeps the entries that pass a predicate. An entry that no longer passes is deleted from the result.
     *
     * @param predicate decides on each record
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the entries that pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Keeps the entries that do not pass a predicate. An entry that begins to pass is deleted from the result.
     *
     * @param predicate decides on each record
     * @return the entries that do not pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate);

    /**
     * Keeps the entries that do not pass a predicate. An entry that begins to pass is deleted from the result.
     *
     * @param predicate decides on each record
     * @param named names the operation
     * @return the entries that do not pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named);

    /**
     * Keeps the entries that do not pass a predicate. An entry that begins to pass is deleted from the result.
     *
     * @param predicate decides on each record
     * @param materialized name, kind and serdes of the store
     * @return the entries that do not pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Keeps the entries that do not pass a predicate. An entry that begins to pass is deleted from the result.
     *
     * @param predicate decides on each record
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the entries that do not pass
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry
     * @param named names the operation
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper, Named named);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry; must not change the key
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry; must not change the key
     * @param named names the operation
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper, Named named);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry
     * @param materialized name, kind and serdes of the store
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry; must not change the key
     * @param materialized name, kind and serdes of the store
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Gives each entry a new value. Deletions pass through without asking the mapper.
     *
     * @param mapper computes the new value; null deletes the entry; must not change the key
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @param <VR> type of the new values
     * @return the table of new values
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Reads the updates of the table as a stream; a deletion becomes a record whose value is null.
     *
     * @return the stream of updates
     */
    KStream<K, V> toStream();

    /**
     * Reads the updates of the table as a stream; a deletion becomes a record whose value is null.
     *
     * @param named names the operation
     * @return the stream of updates
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> toStream(Named named);

    /**
     * Reads the updates of the table as a stream with new keys.
     *
     * @param mapper computes the new key; may return null
     * @param <KR> type of the new keys
     * @return the stream of updates, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KR extends @Nullable Object> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper);

    /**
     * Reads the updates of the table as a stream with new keys.
     *
     * @param mapper computes the new key; may return null
     * @param named names the operation
     * @param <KR> type of the new keys
     * @return the stream of updates, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KR extends @Nullable Object> KStream<KR, V> toStream(
            KeyValueMapper<? super K, ? super V, ? extends KR> mapper, Named named);

    /**
     * Groups entries by a new key, through a repartition topic. When an entry changes, its old value is taken
     * out of its old group and the new one put into its new group.
     *
     * @param selector computes key and value to group by; an entry is left out where the result or its key is
     *     null
     * @param <KR> type of the new keys
     * @param <VR> type of the new values
     * @return a grouped table, to be aggregated
     * @throws NullPointerException if an argument is null
     */
    <KR, VR extends @Nullable Object> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector);

    /**
     * Groups entries by a new key, through a repartition topic. When an entry changes, its old value is taken
     * out of its old group and the new one put into its new group.
     *
     * @param selector computes key and value to group by; an entry is left out where the result or its key is
     *     null
     * @param grouped serdes and name of the repartition topic
     * @param <KR> type of the new keys
     * @param <VR> type of the new values
     * @return a grouped table, to be aggregated
     * @throws NullPointerException if an argument is null
     */
    <KR, VR extends @Nullable Object> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector,
            Grouped<KR, VR> grouped);

    /**
     * Joins each row with the row of the same key in another table. A key is in the result while it is in both
     * tables.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with values that are not null
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> join(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /**
     * Joins each row with the row of the same key in another table. A key is in the result while it is in both
     * tables.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with values that are not null
     * @param named names the operation
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> join(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named);

    /**
     * Joins each row with the row of the same key in another table. A key is in the result while it is in both
     * tables.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with values that are not null
     * @param materialized store of the result; one without a name is kept, too, and cannot be queried
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> join(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of the same key in another table. A key is in the result while it is in both
     * tables.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with values that are not null
     * @param named names the operation
     * @param materialized store of the result; one without a name is kept, too, and cannot be queried
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> join(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of the same key in another table, if there is one. A key is in the result
     * while it is in this table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for a key that is not in the other table
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /**
     * Joins each row with the row of the same key in another table, if there is one. A key is in the result
     * while it is in this table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for a key that is not in the other table
     * @param named names the operation
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named);

    /**
     * Joins each row with the row of the same key in another table, if there is one. A key is in the result
     * while it is in this table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for a key that is not in the other table
     * @param materialized store of the result; one without a name is kept, too, and cannot be queried
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of the same key in another table, if there is one. A key is in the result
     * while it is in this table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for a key that is not in the other table
     * @param named names the operation
     * @param materialized store of the result; one without a name is kept, too, and cannot be queried
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins the rows of this table and of another by key. A key is in the result while it is in either table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for the table that a key is not in
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> outerJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /**
     * Joins the rows of this table and of another by key. A key is in the result while it is in either table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for the table that a key is not in
     * @param named names the operation
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> outerJoin(
            KTable<K, VO> other, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named);

    /**
     * Joins the rows of this table and of another by key. A key is in the result while it is in either table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for the table that a key is not in
     * @param materialized store of the result; one without a name is kept, too, and cannot be queried
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> outerJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins the rows of this table and of another by key. A key is in the result while it is in either table.
     * The timestamp of a result is the later of the two rows.
     *
     * @param other table to join with; its topics must have as many partitions as those of this one
     * @param joiner computes the values of the result; called with null for the table that a key is not in
     * @param named names the operation
     * @param materialized store of the result; one without a name is kept, too, and cannot be queried
     * @param <VO> type of the other table's values
     * @param <VR> type of the new values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VO extends @Nullable Object, VR extends @Nullable Object> KTable<K, VR> outerJoin(
            KTable<K, VO> other,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is not in the result.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with values that are not null
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> join(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Joins each row with the row of another table whose key is found in the value: a join along a foreign key.
     * A row whose foreign key is null, or not in the other table, is joined with null.
     * The join goes through internal topics, and its results may arrive out of order of the input.
     *
     * @param other table to join with; partition counts may differ
     * @param foreignKeyExtractor finds the key in the other table, null for none; called with the key and the value
     * @param joiner computes the values of the result; called with null for a row that has no match
     * @param tableJoined name of the operation, and partitioners of the tables if they are not the default
     * @param materialized store of the result
     * @param <VR> type of the new values
     * @param <KO> type of the other table's keys
     * @param <VO> type of the other table's values
     * @return the joined table
     * @throws NullPointerException if an argument is null
     */
    <VR extends @Nullable Object, KO, VO extends @Nullable Object> KTable<K, VR> leftJoin(
            KTable<KO, VO> other,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Computes new values with a transformer, which may use state stores. It is asked about removals, too, with
     * null for the value. A table made so without a store computes values again where they are looked up.
     *
     * @param transformerSupplier makes a transformer of its own for each task, and for each operation that looks
     *     keys up in a result without a store
     * @param stateStoreNames stores for the transformer to use
     * @param <VR> type of the new values
     * @return the transformed table
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if the supplier returns the same transformer twice
     */
    <VR extends @Nullable Object> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            String... stateStoreNames);

    /**
     * Computes new values with a transformer, which may use state stores. It is asked about removals, too, with
     * null for the value. A table made so without a store computes values again where they are looked up.
     *
     * @param transformerSupplier makes a transformer of its own for each task, and for each operation that looks
     *     keys up in a result without a store
     * @param named names the operation
     * @param stateStoreNames stores for the transformer to use
     * @param <VR> type of the new values
     * @return the transformed table
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if the supplier returns the same transformer twice
     */
    <VR extends @Nullable Object> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Named named,
            String... stateStoreNames);

    /**
     * Computes new values with a transformer, which may use state stores. It is asked about removals, too, with
     * null for the value. A table made so without a store computes values again where they are looked up.
     *
     * @param transformerSupplier makes a transformer of its own for each task, and for each operation that looks
     *     keys up in a result without a store
     * @param materialized store of the result; without a name, the result is not kept
     * @param stateStoreNames stores for the transformer to use
     * @param <VR> type of the new values
     * @return the transformed table
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if the supplier returns the same transformer twice
     */
    <VR extends @Nullable Object> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            String... stateStoreNames);

    /**
     * Computes new values with a transformer, which may use state stores. It is asked about removals, too, with
     * null for the value. A table made so without a store computes values again where they are looked up.
     *
     * @param transformerSupplier makes a transformer of its own for each task, and for each operation that looks
     *     keys up in a result without a store
     * @param materialized store of the result; without a name, the result is not kept
     * @param named names the operation
     * @param stateStoreNames stores for the transformer to use
     * @param <VR> type of the new values
     * @return the transformed table
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if the supplier returns the same transformer twice
     */
    <VR extends @Nullable Object> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            Named named,
            String... stateStoreNames);

    /**
     * Holds updates back, so that fewer of them are sent on: until some time has passed, or until the window of
     * the key has closed. Time is that of the records: nothing is sent while no record comes.
     *
     * @param suppressed what updates wait for, and what the buffer they wait in may use
     * @return the table whose updates come late
     * @throws NullPointerException if the argument is null
     * @throws io.millrace.streams.errors.TopologyException if the table keeps versions, or if updates are to wait
     *     for windows and the table has none
     */
    KTable<K, V> suppress(Suppressed<? super K> suppressed);

    /**
     * Returns the name of the store by which the table can be queried.
     *
     * @return the name, null if the table has no store of its own that can be queried
     */
    @Nullable
    String queryableStoreName();
}
