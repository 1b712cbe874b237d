package io.millrace.streams.kstream;

import org.jspecify.annotations.Nullable;

/**
 * A table that every instance keeps whole: it is read from all partitions of its topic, before the instance begins to process and
 * from then on. So a stream can be joined with it by any key, without its topic having as many partitions as that of the table,
 * and each instance needs the space for all of it. It advances on its own: what a join finds depends on how far it was read, not
 * on the times of records.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @see io.millrace.streams.StreamsBuilder#globalTable(String)
 * @see KStream#join(GlobalKTable, KeyValueMapper, ValueJoiner)
 */
public interface GlobalKTable<K extends @Nullable Object, V extends @Nullable Object> {

    /**
     * The name of the store that holds the table, to read it by from outside.
     *
     * @return the name, given or generated
     */
    String queryableStoreName();
}
