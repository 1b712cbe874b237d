package io.millrace.streams.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RestoredBatchTests {

    @Test
    void lastPerKeyIsWhatASortedMapWouldHold() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int count = random.nextInt(200);
            NavigableMap<byte[], ConsumerRecord<byte[], byte[]>> expected = new TreeMap<>(Arrays::compareUnsigned);
            RestoredBatch batch = new RestoredBatch(count);
            for (int offset = 0; offset < count; offset++) {
                byte[] key = key(random);
                ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("changelog", 0, offset, key, key);
                expected.put(key, record);
                batch.add(key, record);
            }

            List<RestoredBatch.Row> rows = batch.lastPerKey();

            assertThat(rows).extracting(row -> row.record).isEqualTo(new ArrayList<>(expected.values()));
            Iterator<Map.Entry<byte[], ConsumerRecord<byte[], byte[]>>> next =
                    expected.entrySet().iterator();
            rows.forEach(row -> assertThat(row.key).isEqualTo(next.next().getKey()));
        }
    }

    private static byte[] key(Random random) {
        byte[] key = new byte[random.nextInt(12)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(3) - 1);
        }
        return key;
    }
}
