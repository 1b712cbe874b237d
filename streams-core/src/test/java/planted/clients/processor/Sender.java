package planted.clients.processor;

import org.apache.kafka.clients.producer.Producer;

public interface Sender {

    void send(Producer<byte[], byte[]> producer);
}
