package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.processor.api.FixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyProcessorContext;
import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.state.StoreBuilder;
import java.util.Set;

/** A processor that may change value, time and headers. */
final class ScriptedFixedKeyProcessor implements FixedKeyProcessor<Object, Object, Object> {

    private final ProcessorScript script;
    private FixedKeyProcessorContext<Object, Object> context;

    private ScriptedFixedKeyProcessor(ProcessorScript script) {
        this.script = script;
    }

    @Override
    public void init(FixedKeyProcessorContext<Object, Object> given) {
        context = given;
        script.schedule(
                context,
                timestamp -> script.events()
                        .add(script.label() + " punctuated at " + timestamp + " stream time "
                                + context.currentStreamTimeMs()));
    }

    @Override
    public void process(FixedKeyRecord<Object, Object> record) {
        String state = script.work(context, record.key(), record.value(), record.timestamp());
        FixedKeyRecord<Object, Object> result =
                record.withValue(Functions.value(script.variant(), script.value(), record.value(), state));
        if (script.variant() % 4 == 1) {
            result = result.withTimestamp(Math.max(0, record.timestamp() + script.variant() - 8));
        }
        context.forward(result);
        if (script.variant() % 4 == 2) {
            context.forward(result.withHeaders(null));
        }
    }

    @Override
    public void close() {
        script.events().add(script.label() + " closed");
    }

    /** Supplies processors, and their store unless it is connected by name. */
    static final class Supplier implements FixedKeyProcessorSupplier<Object, Object, Object> {

        private final ProcessorScript script;
        private final StoreBuilder<?> store;

        Supplier(ProcessorScript script, StoreBuilder<?> store) {
            this.script = script;
            this.store = store;
        }

        @Override
        public FixedKeyProcessor<Object, Object, Object> get() {
            return new ScriptedFixedKeyProcessor(script);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return ProcessOps.own(store);
        }
    }
}
