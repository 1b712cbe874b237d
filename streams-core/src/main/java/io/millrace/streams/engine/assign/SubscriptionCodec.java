package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link MemberSubscription}: version, process, topology hash, host (empty for none), port, stored tasks. Later
 * versions may only add fields at the end, so that members of different versions understand each other.
 */
final class SubscriptionCodec {

    static final int VERSION = 1;
    static final int MAX_BYTES = 512 * 1024;
    static final int MAX_TASKS = 100_000;
    static final int MAX_HOST_BYTES = 512;
    static final int MAX_PORT = 65_535;

    private SubscriptionCodec() {}

    static ByteBuffer encode(MemberSubscription subscription) {
        HostInfo host = subscription.host();
        return new MetadataWriter()
                .number(VERSION)
                .uuid(subscription.process())
                .eightBytes(subscription.topologyHash())
                .text(host == null ? "" : host.host())
                .number(host == null ? 0 : host.port())
                .tasks(subscription.stored())
                .toBuffer();
    }

    /**
     * Reads a subscription.
     *
     * @throws MetadataFormatException if the bytes are no subscription, or one beyond the limits
     */
    static MemberSubscription decode(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            throw new MetadataFormatException("There is no metadata");
        }
        MetadataReader reader = new MetadataReader(bytes, MAX_BYTES);
        int version = reader.version(1);
        UUID process = reader.uuid();
        long topologyHash = reader.eightBytes();
        HostInfo host = host(reader.text(MAX_HOST_BYTES), reader.number());
        Set<TaskId> stored = reader.tasks(MAX_TASKS);
        if (version == VERSION) {
            reader.end();
        }
        return new MemberSubscription(process, stored, host, topologyHash);
    }

    static @Nullable HostInfo host(String name, int port) {
        if (port > MAX_PORT) {
            throw new MetadataFormatException("Port " + port + " is too large");
        }
        return name.isEmpty() ? null : new HostInfo(name, port);
    }
}
