package io.millrace.verification.fuzz;

/** What an {@link Op} does. The weight tells how often the generator takes it. */
public enum Kind {
    FILTER(3),
    FILTER_NOT(1),
    MAP(3),
    MAP_VALUES(4),
    FLAT_MAP(2),
    FLAT_MAP_VALUES(2),
    SELECT_KEY(3),
    PEEK(1),
    MERGE(3),
    SPLIT(2),
    REPARTITION(2),
    THROUGH(1),
    TO_DYNAMIC(1),
    PROCESS(4),
    PROCESS_VALUES(3),
    SOURCE_AGAIN(1),
    TO_TABLE(3),
    COUNT(5),
    REDUCE(5),
    AGGREGATE(6),
    COGROUP(4),
    TABLE_FILTER(3),
    TABLE_MAP_VALUES(4),
    TABLE_TRANSFORM_VALUES(2),
    TABLE_TO_STREAM(4),
    TABLE_GROUP(4),
    TABLE_JOIN(6),
    FOREIGN_KEY_JOIN(5),
    SUPPRESS(4),
    STREAM_JOIN(6),
    SELF_JOIN(2),
    TABLE_LOOKUP(5),
    GLOBAL_LOOKUP(3);

    private final int weight;

    Kind(int weight) {
        this.weight = weight;
    }

    public int weight() {
        return weight;
    }
}
