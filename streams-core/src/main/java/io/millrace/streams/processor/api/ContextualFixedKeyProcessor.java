package io.millrace.streams.processor.api;

import org.jspecify.annotations.Nullable;

/**
 * A processor with fixed keys that remembers its context.
 *
 * @param <KIn> the type of the keys
 * @param <VIn> the type of the input values
 * @param <VOut> the type of the forwarded values
 */
public abstract class ContextualFixedKeyProcessor<
                KIn extends @Nullable Object, VIn extends @Nullable Object, VOut extends @Nullable Object>
        implements FixedKeyProcessor<KIn, VIn, VOut> {

    // Set by init, which precedes every other call; a check on each use would cost on each record.
    @SuppressWarnings("NullAway.Init")
    private FixedKeyProcessorContext<KIn, VOut> context;

    /** Creates the processor; the context follows with {@link #init}. */
    protected ContextualFixedKeyProcessor() {}

    /** Remembers the context. A subclass that overrides this must call it first. */
    @Override
    public void init(FixedKeyProcessorContext<KIn, VOut> context) {
        this.context = context;
    }

    /**
     * The context given to {@link #init}.
     *
     * @return the context; null before {@link #init} was called
     */
    protected final FixedKeyProcessorContext<KIn, VOut> context() {
        return context;
    }
}
