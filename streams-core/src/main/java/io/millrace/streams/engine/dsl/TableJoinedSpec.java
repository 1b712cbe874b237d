package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.TableJoined;
import io.millrace.streams.processor.StreamPartitioner;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link TableJoined} says; null where it leaves the default. */
record TableJoinedSpec<K, KO>(
        @Nullable String name,
        @Nullable StreamPartitioner<K, Void> partitioner,
        @Nullable StreamPartitioner<KO, Void> otherPartitioner) {

    static <K, KO> TableJoinedSpec<K, KO> unset() {
        return new TableJoinedSpec<>(null, null, null);
    }

    static <K, KO> TableJoinedSpec<K, KO> of(TableJoined<K, KO> tableJoined) {
        return new Reader<>(Objects.requireNonNull(tableJoined, "tableJoined can't be null")).spec();
    }

    private static final class Reader<K, KO> extends TableJoined<K, KO> {

        Reader(TableJoined<K, KO> tableJoined) {
            super(tableJoined);
        }

        TableJoinedSpec<K, KO> spec() {
            return new TableJoinedSpec<>(Names.validated(name), partitioner, otherPartitioner);
        }
    }
}
