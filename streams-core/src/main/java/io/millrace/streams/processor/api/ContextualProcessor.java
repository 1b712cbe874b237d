package io.millrace.streams.processor.api;

import org.jspecify.annotations.Nullable;

/**
 * A processor that remembers its context.
 *
 * @param <KIn> the type of the input keys
 * @param <VIn> the type of the input values
 * @param <KOut> the type of the forwarded keys
 * @param <VOut> the type of the forwarded values
 */
public abstract class ContextualProcessor<
                KIn extends @Nullable Object,
                VIn extends @Nullable Object,
                KOut extends @Nullable Object,
                VOut extends @Nullable Object>
        implements Processor<KIn, VIn, KOut, VOut> {

    // Set by init, which precedes every other call; a check on each use would cost on each record.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<KOut, VOut> context;

    /** Creates the processor; the context follows with {@link #init}. */
    protected ContextualProcessor() {}

    /** Remembers the context. A subclass that overrides this must call it first. */
    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        this.context = context;
    }

    /**
     * The context given to {@link #init}.
     *
     * @return the context; null before {@link #init} was called
     */
    protected final ProcessorContext<KOut, VOut> context() {
        return context;
    }
}
