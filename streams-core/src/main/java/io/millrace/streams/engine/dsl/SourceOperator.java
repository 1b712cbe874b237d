package io.millrace.streams.engine.dsl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics.
 *
 * @param name tells streams apart to which the user has given one name: if they read the same topics, they may share one node
 * @param node name of the node
 * @param topics as given, not checked yet; empty if there is a pattern
 * @param use what the topics are read as; sources of streams may share one node, those of tables may not
 */
record SourceOperator(
        String name,
        String node,
        List<String> topics,
        @Nullable Pattern pattern,
        Use use,
        ConsumedSpec consumed) implements Operator {

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
