package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.StoreBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A processor that may change key, value, time and headers. */
final class ScriptedProcessor implements Processor<Object, Object, Object, Object> {

    private final ProcessorScript script;
    private ProcessorContext<Object, Object> context;

    private ScriptedProcessor(ProcessorScript script) {
        this.script = script;
    }

    @Override
    public void init(ProcessorContext<Object, Object> given) {
        context = given;
        script.schedule(context, this::punctuate);
    }

    @Override
    public void process(Record<Object, Object> record) {
        String state = script.work(context, record.key(), record.value(), record.timestamp());
        int variant = script.variant();
        Record<Object, Object> result = record.withKey(
                        Functions.key(variant, script.key(), record.key(), record.value()))
                .withValue(Functions.value(variant, script.value(), record.value(), state));
        if (variant % 4 == 1) {
            result = result.withTimestamp(Math.max(0, record.timestamp() + variant - 8));
        }
        context.forward(result);
        if (variant % 4 == 2) {
            result.headers().add("added", script.label().getBytes(StandardCharsets.UTF_8));
            context.forward(result);
        }
        if (variant == 7) {
            context.commit();
        }
    }

    private void punctuate(long timestamp) {
        script.events()
                .add(script.label() + " punctuated at " + timestamp + " stream time " + context.currentStreamTimeMs());
        context.forward(new Record<>(
                Functions.key(script.variant(), script.key(), timestamp % 7),
                Functions.value(script.variant(), script.value(), "at", timestamp),
                timestamp));
    }

    @Override
    public void close() {
        script.events().add(script.label() + " closed");
    }

    /** Supplies processors, and their store unless it is connected by name. */
    static final class Supplier implements ProcessorSupplier<Object, Object, Object, Object> {

        private final ProcessorScript script;
        private final StoreBuilder<?> store;

        Supplier(ProcessorScript script, StoreBuilder<?> store) {
            this.script = script;
            this.store = store;
        }

        @Override
        public Processor<Object, Object, Object, Object> get() {
            return new ScriptedProcessor(script);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return ProcessOps.own(store);
        }
    }
}
