package io.millrace.verification.formats.program;

import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets each record change each store, and sends what was seen in them. */
final class StoreWriter implements Processor<String, String, String, String> {

    private final List<StoreUse<?>> uses;
    private ProcessorContext<String, String> context;

    private StoreWriter(List<StoreUse<?>> uses) {
        this.uses = uses;
    }

    @Override
    public void init(ProcessorContext<String, String> given) {
        context = given;
    }

    @Override
    public void process(Record<String, String> record) {
        for (StoreUse<?> use : uses) {
            String seen = use.apply(context.getStateStore(use.name()), record);
            context.forward(record.withKey(use.name() + " " + record.key()).withValue(seen));
        }
    }

    /** Supplies the processor with the stores. */
    record Supplier(List<StoreUse<?>> uses) implements ProcessorSupplier<String, String, String, String> {

        @Override
        public Processor<String, String, String, String> get() {
            return new StoreWriter(uses);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return uses.stream().map(StoreUse::builder).collect(Collectors.toSet());
        }
    }
}
