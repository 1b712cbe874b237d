package io.millrace.streams.engine.kafka;

import org.apache.kafka.clients.producer.Producer;

/** A way out on which each record is sent for itself. */
record PlainOutlet(Producer<byte[], byte[]> producer, BrokerCalls calls) implements Outlet {

    @Override
    public Producer<byte[], byte[]> join() {
        return producer;
    }

    @Override
    public boolean isAtomic() {
        return false;
    }
}
