package io.millrace.streams.engine.kafka;

import org.apache.kafka.clients.producer.Producer;

/** The way out of a worker: a producer, and what the guarantee asks for before it is used. Used by the worker's thread only. */
sealed interface Outlet permits PlainOutlet, Transactions {

    /** The producer in use now. The only method that other threads may call. */
    Producer<byte[], byte[]> producer();

    /** Marks the calls of the producer that wait for the brokers. */
    BrokerCalls calls();

    /** Gets ready to send something, and answers with the producer to send it with. */
    Producer<byte[], byte[]> join();

    /** Whether a record that is not taken makes all that was sent since the last commit void. */
    boolean isAtomic();
}
