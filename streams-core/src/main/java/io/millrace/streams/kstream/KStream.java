package io.millrace.streams.kstream;

import io.millrace.streams.KeyValue;
import io.millrace.streams.processor.TopicNameExtractor;
import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded sequence of records, each an event of its own.
 *
 * <p>Operators return new streams and leave this one as it is; a stream may be used several times. Nothing runs until the
 * topology is built and started. Functions passed in are called on the stream threads, possibly on several at once.
 *
 * <p>Operations that may change the key mark the stream, so that a later grouping or join first sends it through a
 * repartition topic: all records of a key then meet in one partition.
 *
 * <pre>{@code
 * KStream<String, String> lines = builder.stream("lines");
 * lines.flatMapValues(line -> List.of(line.toLowerCase(Locale.ROOT).split(" ")))
 *         .groupBy((key, word) -> word)
 *         .count()
 *         .toStream()
 *         .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
 * }</pre>
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface KStream<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * Keeps the records that pass a predicate and drops the others.
     *
     * @param predicate decides on each record
     * @return the records that pass
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> filter(Predicate<? super K, ? super V> predicate);

    /**
     * Keeps the records that pass a predicate and drops the others.
     *
     * @param predicate decides on each record
     * @param named names the operation
     * @return the records that pass
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> filter(Predicate<? super K, ? super V> predicate, Named named);

    /**
     * Drops the records that pass a predicate and keeps the others.
     *
     * @param predicate decides on each record
     * @return the records that do not pass
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate);

    /**
     * Drops the records that pass a predicate and keeps the others.
     *
     * @param predicate decides on each record
     * @param named names the operation
     * @return the records that do not pass
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named);

    /**
     * Gives each record a new key.
     *
     * @param mapper computes the new key; may return null
     * @param <KOut> type of the new keys
     * @return the stream with new keys, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object> KStream<KOut, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends KOut> mapper);

    /**
     * Gives each record a new key.
     *
     * @param mapper computes the new key; may return null
     * @param named names the operation
     * @param <KOut> type of the new keys
     * @return the stream with new keys, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object> KStream<KOut, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends KOut> mapper, Named named);

    /**
     * Gives each record a new value; the key stays.
     *
     * @param mapper computes the new value; may return null
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> mapValues(ValueMapper<? super V, ? extends VOut> mapper);

    /**
     * Gives each record a new value; the key stays.
     *
     * @param mapper computes the new value; may return null
     * @param named names the operation
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> mapValues(
            ValueMapper<? super V, ? extends VOut> mapper, Named named);

    /**
     * Gives each record a new value; the key stays.
     *
     * @param mapper computes the new value; may return null, must not change the key
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper);

    /**
     * Gives each record a new value; the key stays.
     *
     * @param mapper computes the new value; may return null, must not change the key
     * @param named names the operation
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper, Named named);

    /**
     * Turns each record into a new one. Prefer {@link #mapValues} where the key stays, as it needs no
     * repartitioning.
     *
     * @param mapper computes the new record; must not return null
     * @param <KOut> type of the new keys
     * @param <VOut> type of the new values
     * @return the stream of new records, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object, VOut extends @Nullable Object> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper);

    /**
     * Turns each record into a new one. Prefer {@link #mapValues} where the key stays, as it needs no
     * repartitioning.
     *
     * @param mapper computes the new record; must not return null
     * @param named names the operation
     * @param <KOut> type of the new keys
     * @param <VOut> type of the new values
     * @return the stream of new records, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object, VOut extends @Nullable Object> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper,
            Named named);

    /**
     * Turns each record into any number of new ones. Prefer {@link #flatMapValues} where the key stays, as it
     * needs no repartitioning.
     *
     * @param mapper computes the new records; must not return null
     * @param <KOut> type of the new keys
     * @param <VOut> type of the new values
     * @return the stream of new records, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object, VOut extends @Nullable Object> KStream<KOut, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
                    mapper);

    /**
     * Turns each record into any number of new ones. Prefer {@link #flatMapValues} where the key stays, as it
     * needs no repartitioning.
     *
     * @param mapper computes the new records; must not return null
     * @param named names the operation
     * @param <KR> type of the new keys
     * @param <VOut> type of the new values
     * @return the stream of new records, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KR extends @Nullable Object, VOut extends @Nullable Object> KStream<KR, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KR, ? extends VOut>>>
                    mapper,
            Named named);

    /**
     * Turns each record into any number of records with the same key and new values.
     *
     * @param mapper computes the new values; must not return null
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper);

    /**
     * Turns each record into any number of records with the same key and new values.
     *
     * @param mapper computes the new values; must not return null
     * @param named names the operation
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper, Named named);

    /**
     * Turns each record into any number of records with the same key and new values.
     *
     * @param mapper computes the new values; must not return null or change the key
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper);

    /**
     * Turns each record into any number of records with the same key and new values.
     *
     * @param mapper computes the new values; must not return null or change the key
     * @param named names the operation
     * @param <VOut> type of the new values
     * @return the stream with new values
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper, Named named);

    /**
     * Prints each record, for debugging.
     *
     * @param printed where and how to print
     * @throws NullPointerException if the option is null
     */
    void print(Printed<K, V> printed);

    /**
     * Does something with each record and ends the stream.
     *
     * <p>After a failure the action may see records again; exactly-once processing does not reach it.
     *
     * @param action is called with each record
     * @throws NullPointerException if an argument is null
     */
    void foreach(ForeachAction<? super K, ? super V> action);

    /**
     * Does something with each record and ends the stream.
     *
     * <p>After a failure the action may see records again; exactly-once processing does not reach it.
     *
     * @param action is called with each record
     * @param named names the operation
     * @throws NullPointerException if an argument is null
     */
    void foreach(ForeachAction<? super K, ? super V> action, Named named);

    /**
     * Looks at each record and passes it on unchanged.
     *
     * <p>After a failure the action may see records again; exactly-once processing does not reach it.
     *
     * @param action is called with each record
     * @return this stream's records
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> peek(ForeachAction<? super K, ? super V> action);

    /**
     * Looks at each record and passes it on unchanged.
     *
     * <p>After a failure the action may see records again; exactly-once processing does not reach it.
     *
     * @param action is called with each record
     * @param named names the operation
     * @return this stream's records
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> peek(ForeachAction<? super K, ? super V> action, Named named);

    /**
     * Begins to split this stream into branches.
     *
     * @return takes the branches
     */
    BranchedKStream<K, V> split();

    /**
     * Begins to split this stream into branches.
     *
     * @param named name of the node; the names of the branches begin with it
     * @return takes the branches
     * @throws NullPointerException if the name is null
     */
    BranchedKStream<K, V> split(Named named);

    /**
     * Joins two streams into one that has the records of both. Order is kept within each of them, not between
     * them.
     *
     * @param otherStream the other stream
     * @return the records of both
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> merge(KStream<K, V> otherStream);

    /**
     * Joins two streams into one that has the records of both. Order is kept within each of them, not between
     * them.
     *
     * @param otherStream the other stream
     * @param named names the operation
     * @return the records of both
     * @throws NullPointerException if an argument is null
     */
    KStream<K, V> merge(KStream<K, V> otherStream, Named named);

    /**
     * Sends the stream through a repartition topic, which places records by their key. The topic is created by
     * the library and has as many partitions as the stream's source.
     *
     * @return the repartitioned stream
     */
    KStream<K, V> repartition();

    /**
     * Sends the stream through a repartition topic, which places records by their key. The topic is created by
     * the library.
     *
     * @param repartitioned name, serdes, partitioner and number of partitions of the topic
     * @return the repartitioned stream
     * @throws NullPointerException if the option is null
     */
    KStream<K, V> repartition(Repartitioned<K, V> repartitioned);

    /**
     * Writes the stream to a topic, with the configured serdes.
     *
     * @param topic the topic, which must exist
     * @throws NullPointerException if an argument is null
     */
    void to(String topic);

    /**
     * Writes the stream to a topic.
     *
     * @param topic the topic, which must exist
     * @param produced serdes, partitioner and name
     * @throws NullPointerException if an argument is null
     */
    void to(String topic, Produced<K, V> produced);

    /**
     * Writes the stream to topics that are chosen record by record, with the configured serdes.
     *
     * @param topicExtractor names the topic for each record; the topics must exist
     * @throws NullPointerException if an argument is null
     */
    void to(TopicNameExtractor<K, V> topicExtractor);

    /**
     * Writes the stream to topics that are chosen record by record.
     *
     * @param topicExtractor names the topic for each record; the topics must exist
     * @param produced serdes, partitioner and name
     * @throws NullPointerException if an argument is null
     */
    void to(TopicNameExtractor<K, V> topicExtractor, Produced<K, V> produced);

    /**
     * Reads the stream as a table: the last value of a key is its value, null deletes it. Records without a
     * key are dropped.
     *
     * @return the table
     */
    KTable<K, V> toTable();

    /**
     * Reads the stream as a table: the last value of a key is its value, null deletes it. Records without a
     * key are dropped.
     *
     * @param named names the operation
     * @return the table
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> toTable(Named named);

    /**
     * Reads the stream as a table: the last value of a key is its value, null deletes it. Records without a
     * key are dropped.
     *
     * @param materialized name, kind and serdes of the store
     * @return the table
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> toTable(Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Reads the stream as a table: the last value of a key is its value, null deletes it. Records without a
     * key are dropped.
     *
     * @param named names the operation
     * @param materialized name, kind and serdes of the store
     * @return the table
     * @throws NullPointerException if an argument is null
     */
    KTable<K, V> toTable(Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /**
     * Groups records by their key. Records without a key are dropped by the aggregation.
     *
     * @return a grouped stream, to be aggregated
     */
    KGroupedStream<K, V> groupByKey();

    /**
     * Groups records by their key. Records without a key are dropped by the aggregation.
     *
     * @param grouped serdes, and the name of the repartition topic if one is needed
     * @return a grouped stream, to be aggregated
     * @throws NullPointerException if the option is null
     */
    KGroupedStream<K, V> groupByKey(Grouped<K, V> grouped);

    /**
     * Groups records by a new key, through a repartition topic.
     *
     * @param keySelector computes the new key; a record whose new key is null is dropped by the aggregation
     * @param <KOut> type of the new keys
     * @return a grouped stream, to be aggregated
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object> KGroupedStream<KOut, V> groupBy(
            KeyValueMapper<? super K, ? super V, KOut> keySelector);

    /**
     * Groups records by a new key, through a repartition topic.
     *
     * @param keySelector computes the new key; a record whose new key is null is dropped by the aggregation
     * @param grouped serdes and name of the repartition topic
     * @param <KOut> type of the new keys
     * @return a grouped stream, to be aggregated
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object> KGroupedStream<KOut, V> groupBy(
            KeyValueMapper<? super K, ? super V, KOut> keySelector, Grouped<KOut, V> grouped);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough.
     *
     * <p>A result carries the later of the two timestamps. Records whose key or value is null are dropped. A record that
     * comes later than window and grace period allow may find that those it belongs to are no longer kept.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough.
     *
     * <p>A result carries the later of the two timestamps. Records whose key or value is null are dropped. A record that
     * comes later than window and grace period allow may find that those it belongs to are no longer kept.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; must not change the key
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough.
     *
     * <p>A result carries the later of the two timestamps. Records whose key or value is null are dropped. A record that
     * comes later than window and grace period allow may find that those it belongs to are no longer kept.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param streamJoined serdes, names and stores
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough.
     *
     * <p>A result carries the later of the two timestamps. Records whose key or value is null are dropped. A record that
     * comes later than window and grace period allow may find that those it belongs to are no longer kept.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; must not change the key
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param streamJoined serdes, names and stores
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * this stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record of this stream whose key is null is joined with null
     * at once; records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; the second may be null
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * this stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record of this stream whose key is null is joined with null
     * at once; records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; the second may be null; must not change the key
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * this stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record of this stream whose key is null is joined with null
     * at once; records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; the second may be null
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param streamJoined serdes, names and stores
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * this stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record of this stream whose key is null is joined with null
     * at once; records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; the second may be null; must not change the key
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param streamJoined serdes, names and stores
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * either stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record whose key is null is joined with null at once;
     * records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; one of them may be null
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * either stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record whose key is null is joined with null at once;
     * records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; one of them may be null; must not change the key
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * either stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record whose key is null is joined with null at once;
     * records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; one of them may be null
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param streamJoined serdes, names and stores
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /**
     * Joins each record with those of another stream that have the same key and a timestamp near enough; a record of
     * either stream that finds none is joined with null once its window is closed.
     *
     * <p>A result carries the later of the two timestamps. A window closes when the time of the streams has passed its end
     * by the grace period, as seen when the next record comes. A record whose key is null is joined with null at once;
     * records whose value is null are dropped.
     *
     * @param otherStream the other stream, in as many partitions as this one
     * @param joiner joins the two values; one of them may be null; must not change the key
     * @param windows how far apart the timestamps may be, and for how long to wait for late records
     * @param streamJoined serdes, names and stores
     * @param <VRight> type of the other stream's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VRight extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super @Nullable V, ? super @Nullable VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /**
     * Looks up the key of each record in a table and joins the two values. A record without a match is
     * dropped.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     * Records whose key is null are dropped.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values
     * @param <TableValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <TableValue extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KTable<K, TableValue> table, ValueJoiner<? super V, ? super TableValue, ? extends VOut> joiner);

    /**
     * Looks up the key of each record in a table and joins the two values. A record without a match is
     * dropped.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     * Records whose key is null are dropped.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values; must not change the key
     * @param <TableValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <TableValue extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KTable<K, TableValue> table,
            ValueJoinerWithKey<? super K, ? super V, ? super TableValue, ? extends VOut> joiner);

    /**
     * Looks up the key of each record in a table and joins the two values. A record without a match is
     * dropped.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     * Records whose key is null are dropped.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values
     * @param joined serdes, name, and how long to wait for the table
     * @param <TableValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <TableValue extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KTable<K, TableValue> table,
            ValueJoiner<? super V, ? super TableValue, ? extends VOut> joiner,
            Joined<K, V, TableValue> joined);

    /**
     * Looks up the key of each record in a table and joins the two values. A record without a match is
     * dropped.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     * Records whose key is null are dropped.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values; must not change the key
     * @param joined serdes, name, and how long to wait for the table
     * @param <TableValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <TableValue extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> join(
            KTable<K, TableValue> table,
            ValueJoinerWithKey<? super K, ? super V, ? super TableValue, ? extends VOut> joiner,
            Joined<K, V, TableValue> joined);

    /**
     * Looks up the key of each record in a table and joins the two values. Without a match the table's value
     * is null.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values
     * @param <VTable> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VTable extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table, ValueJoiner<? super V, ? super @Nullable VTable, ? extends VOut> joiner);

    /**
     * Looks up the key of each record in a table and joins the two values. Without a match the table's value
     * is null.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values; must not change the key
     * @param <VTable> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VTable extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner);

    /**
     * Looks up the key of each record in a table and joins the two values. Without a match the table's value
     * is null.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values
     * @param joined serdes, name, and how long to wait for the table
     * @param <VTable> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VTable extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined);

    /**
     * Looks up the key of each record in a table and joins the two values. Without a match the table's value
     * is null.
     *
     * <p>Only records of the stream cause results; updates of the table change what later records find.
     *
     * @param table the table, in as many partitions as this stream
     * @param joiner joins the two values; must not change the key
     * @param joined serdes, name, and how long to wait for the table
     * @param <VTable> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <VTable extends @Nullable Object, VOut extends @Nullable Object> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super @Nullable VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. A record
     * without a match is dropped.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped, and so are those for which the computed key is null.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> join(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. A record
     * without a match is dropped.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped, and so are those for which the computed key is null.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values; told the key of the record, which it must not change
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> join(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. A record
     * without a match is dropped.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped, and so are those for which the computed key is null.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values
     * @param named name of the node
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> join(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
                    Named named);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. A record
     * without a match is dropped.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped, and so are those for which the computed key is null.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values; told the key of the record, which it must not change
     * @param named name of the node
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> join(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
                    Named named);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. Without a
     * match, or if the computed key is null, the table's value is null.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> leftJoin(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoiner<? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. Without a
     * match, or if the computed key is null, the table's value is null.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values; told the key of the record, which it must not change
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> leftJoin(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoinerWithKey<? super K, ? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. Without a
     * match, or if the computed key is null, the table's value is null.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values
     * @param named name of the node
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> leftJoin(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoiner<? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner,
                    Named named);

    /**
     * Looks up a key computed from each record in a global table and joins the two values. Without a
     * match, or if the computed key is null, the table's value is null.
     *
     * <p>Only records of the stream cause results, with their own keys; updates of the table change what later records find.
     * Records whose value is null are dropped.
     *
     * @param globalTable the table; its partitions need not match those of this stream
     * @param keySelector computes the key to look up
     * @param joiner joins the two values; told the key of the record, which it must not change
     * @param named name of the node
     * @param <GlobalKey> type of the table's keys
     * @param <GlobalValue> type of the table's values
     * @param <VOut> type of the joined values
     * @return the joined stream
     * @throws NullPointerException if an argument is null
     */
    <GlobalKey extends @Nullable Object, GlobalValue extends @Nullable Object, VOut extends @Nullable Object>
            KStream<K, VOut> leftJoin(
                    GlobalKTable<GlobalKey, GlobalValue> globalTable,
                    KeyValueMapper<? super K, ? super V, ? extends @Nullable GlobalKey> keySelector,
                    ValueJoinerWithKey<? super K, ? super V, ? super @Nullable GlobalValue, ? extends VOut> joiner,
                    Named named);

    /**
     * Runs a processor, which may use state stores, schedule calls and forward any records.
     *
     * <p>A stream is not repartitioned before it is processed; call {@link #repartition()} first if the key
     * has changed.
     *
     * @param processorSupplier supplies one processor for each task
     * @param stateStoreNames names of the stores that the processor uses, which the builder must know
     * @param <KOut> type of the new keys
     * @param <VOut> type of the new values
     * @return what the processor forwards, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object, VOut extends @Nullable Object> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            String... stateStoreNames);

    /**
     * Runs a processor, which may use state stores, schedule calls and forward any records.
     *
     * <p>A stream is not repartitioned before it is processed; call {@link #repartition()} first if the key
     * has changed.
     *
     * @param processorSupplier supplies one processor for each task
     * @param named names the operation
     * @param stateStoreNames names of the stores that the processor uses, which the builder must know
     * @param <KOut> type of the new keys
     * @param <VOut> type of the new values
     * @return what the processor forwards, repartitioned before it is next grouped or joined
     * @throws NullPointerException if an argument is null
     */
    <KOut extends @Nullable Object, VOut extends @Nullable Object> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames);

    /**
     * Runs a processor that cannot change keys, so that the stream needs no repartitioning afterwards.
     *
     * @param processorSupplier supplies one processor for each task
     * @param stateStoreNames names of the stores that the processor uses, which the builder must know
     * @param <VOut> type of the new values
     * @return what the processor forwards
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            String... stateStoreNames);

    /**
     * Runs a processor that cannot change keys, so that the stream needs no repartitioning afterwards.
     *
     * @param processorSupplier supplies one processor for each task
     * @param named names the operation
     * @param stateStoreNames names of the stores that the processor uses, which the builder must know
     * @param <VOut> type of the new values
     * @return what the processor forwards
     * @throws NullPointerException if an argument is null
     */
    <VOut extends @Nullable Object> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames);
}
