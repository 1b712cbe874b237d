package io.millrace.streams.engine.topology;

import io.millrace.streams.processor.api.FixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.Record;
import java.util.List;
import java.util.regex.Pattern;

/** Short ways to describe nodes in tests. */
public final class Drafts {

    private Drafts() {}

    public static SourceSpec source(String name, String... topics) {
        return new SourceSpec(name, List.of(topics), null, null, null, null, null);
    }

    public static SourceSpec patternSource(String name, String pattern) {
        return new SourceSpec(name, List.of(), Pattern.compile(pattern), null, null, null, null);
    }

    public static SinkSpec sink(String name, String topic, String... parents) {
        return new SinkSpec(name, List.of(parents), topic, null, null, null, null);
    }

    public static ProcessorSupplier<Object, Object, Object, Object> processor() {
        return Ignoring::new;
    }

    public static FixedKeyProcessorSupplier<Object, Object, Object> fixedKeyProcessor() {
        return IgnoringFixedKey::new;
    }

    private static final class Ignoring implements Processor<Object, Object, Object, Object> {
        @Override
        public void process(Record<Object, Object> record) {}
    }

    private static final class IgnoringFixedKey implements FixedKeyProcessor<Object, Object, Object> {
        @Override
        public void process(FixedKeyRecord<Object, Object> record) {}
    }
}
