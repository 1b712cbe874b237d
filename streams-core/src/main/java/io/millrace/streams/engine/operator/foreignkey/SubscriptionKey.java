package io.millrace.streams.engine.operator.foreignkey;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/** The keys of the store of subscriptions: the length of the foreign key in four bytes, the foreign key, the primary key. */
final class SubscriptionKey {

    private SubscriptionKey() {}

    static Bytes of(byte[] foreignKey, byte[] primaryKey) {
        return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES + foreignKey.length + primaryKey.length)
                .putInt(foreignKey.length)
                .put(foreignKey)
                .put(primaryKey)
                .array());
    }

    /** What the keys of all subscriptions to a row start with. */
    static Bytes prefix(byte[] foreignKey) {
        return of(foreignKey, new byte[0]);
    }
}
