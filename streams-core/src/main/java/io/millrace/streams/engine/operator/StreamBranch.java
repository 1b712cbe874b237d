package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.Predicate;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Forwards each record to the first child whose predicate it meets, or else to the default child, if there is one. */
public final class StreamBranch<K, V> implements Processor<K, V, K, V> {

    private final List<Branch<K, V>> branches;
    private final @Nullable String defaultChild;

    @SuppressWarnings("NullAway.Init") // Set in init, before the first record.
    private ProcessorContext<K, V> context;

    /** A child and what it takes. */
    public record Branch<K, V>(Predicate<? super K, ? super V> predicate, String child) {}

    public StreamBranch(List<Branch<K, V>> branches, @Nullable String defaultChild) {
        this.branches = List.copyOf(branches);
        this.defaultChild = defaultChild;
    }

    @Override
    public void init(ProcessorContext<K, V> context) {
        this.context = context;
    }

    @Override
    public void process(Record<K, V> record) {
        for (int i = 0; i < branches.size(); i++) {
            Branch<K, V> branch = branches.get(i);
            if (branch.predicate().test(record.key(), record.value())) {
                context.forward(record, branch.child());
                return;
            }
        }
        if (defaultChild != null) {
            context.forward(record, defaultChild);
        }
    }
}
