package io.millrace.streams.engine.operator;

import io.millrace.streams.StreamsMetrics;
import io.millrace.streams.processor.Cancellable;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.Punctuator;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.processor.api.FixedKeyProcessor;
import io.millrace.streams.processor.api.FixedKeyProcessorContext;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.processor.api.InternalFixedKeyRecordFactory;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.processor.api.RecordMetadata;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * An operator that keeps keys in the form that says so, which is how a user's wrapper expects to see it. It costs two objects a
 * record, so operators that nobody wraps run without it.
 */
public final class KeyKeeping<K, V, VOut> implements FixedKeyProcessor<K, V, VOut> {

    private final Processor<K, V, K, VOut> operator;

    /** @param operator forwards no other key than that of the record in hand */
    public KeyKeeping(Processor<K, V, K, VOut> operator) {
        this.operator = operator;
    }

    @Override
    public void init(FixedKeyProcessorContext<K, VOut> context) {
        operator.init(new Context<>(context));
    }

    @Override
    public void process(FixedKeyRecord<K, V> record) {
        operator.process(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
    }

    @Override
    public void close() {
        operator.close();
    }

    private record Context<K, V>(FixedKeyProcessorContext<K, V> outer) implements ProcessorContext<K, V> {

        @Override
        public <KF extends K, VF extends V> void forward(Record<KF, VF> record) {
            outer.forward(InternalFixedKeyRecordFactory.create(record));
        }

        @Override
        public <KF extends K, VF extends V> void forward(Record<KF, VF> record, @Nullable String childName) {
            outer.forward(InternalFixedKeyRecordFactory.create(record), childName);
        }

        @Override
        public String applicationId() {
            return outer.applicationId();
        }

        @Override
        public TaskId taskId() {
            return outer.taskId();
        }

        @Override
        public Optional<RecordMetadata> recordMetadata() {
            return outer.recordMetadata();
        }

        @Override
        public Serde<?> keySerde() {
            return outer.keySerde();
        }

        @Override
        public Serde<?> valueSerde() {
            return outer.valueSerde();
        }

        @Override
        public File stateDir() {
            return outer.stateDir();
        }

        @Override
        public StreamsMetrics metrics() {
            return outer.metrics();
        }

        @Override
        public <S extends StateStore> S getStateStore(String name) {
            return outer.getStateStore(name);
        }

        @Override
        public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
            return outer.schedule(interval, type, callback);
        }

        @Override
        public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
            return outer.schedule(startTime, interval, type, callback);
        }

        @Override
        public void commit() {
            outer.commit();
        }

        @Override
        public Map<String, Object> appConfigs() {
            return outer.appConfigs();
        }

        @Override
        public Map<String, Object> appConfigsWithPrefix(String prefix) {
            return outer.appConfigsWithPrefix(prefix);
        }

        @Override
        public long currentSystemTimeMs() {
            return outer.currentSystemTimeMs();
        }

        @Override
        public long currentStreamTimeMs() {
            return outer.currentStreamTimeMs();
        }
    }
}
