package io.millrace.streams.engine.operator;

import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.Record;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Writes each record as a line of text. Several tasks may write to the same stream, so a line is written at once. */
public final class StreamPrint<K, V> implements Processor<K, V, Void, Void> {

    private final OutputStream target;
    private final String label;
    private final KeyValueMapper<? super K, ? super V, String> mapper;
    private final PrintWriter writer;

    /** The stream is closed with the processor, unless it is the standard output. */
    public StreamPrint(OutputStream target, String label, KeyValueMapper<? super K, ? super V, String> mapper) {
        this.target = target;
        this.label = label;
        this.mapper = mapper;
        this.writer = new PrintWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8));
    }

    @Override
    public void process(Record<K, V> record) {
        writer.println("[" + label + "]: " + mapper.apply(record.key(), record.value()));
        writer.flush();
    }

    @Override
    public void close() {
        if (target == System.out) {
            writer.flush();
        } else {
            writer.close();
        }
    }
}
