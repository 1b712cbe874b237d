package io.millrace.streams.engine.dsl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics.
 *
 * @param topics as given, not checked yet; empty if there is a pattern
 * @param use what the topics are read as; sources of streams may share one node, those of tables may not
 */
record SourceOperator(
        String name, List<String> topics, @Nullable Pattern pattern, Use use, ConsumedSpec consumed)
        implements Operator {

    enum Use {
        STREAM,
        TABLE
    }

    SourceOperator {
        topics = Collections.unmodifiableList(new ArrayList<>(topics));
    }

    @Override
    public List<String> parents() {
        return List.of();
    }

    @Override
    public Operator renamed(Renaming renaming) {
        return this;
    }
}
