package io.millrace.streams.engine.task;

import io.millrace.streams.processor.ProcessingInterceptor;
import io.millrace.streams.processor.api.Record;

/** A source, and around each of its records what the application's interceptor does. */
final class InterceptedSource implements Node {

    private final Node source;
    private final TaskContext task;
    private final ProcessingInterceptor interceptor;

    InterceptedSource(Node source, TaskContext task, ProcessingInterceptor interceptor) {
        this.source = source;
        this.task = task;
        this.interceptor = interceptor;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void process(Record<Object, Object> record) {
        ProcessingInterceptor.Step step = interceptor.processing(task.taskId(), task.current());
        try {
            source.process(record);
        } catch (RuntimeException | Error e) {
            InterceptedSink.end(step, e);
            throw e;
        }
        step.end();
    }
}
