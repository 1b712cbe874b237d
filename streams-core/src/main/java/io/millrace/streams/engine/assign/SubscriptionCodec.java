package io.millrace.streams.engine.assign;

import io.millrace.streams.processor.TaskId;
import io.millrace.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link MemberSubscription}: version, process, topology hash, host (empty for none), port, stored tasks; from version 2
 * on the offsets of the stored tasks in the order of their ids, the tasks followed, rack (empty for none), tags, and 1 if the application shall end. Later versions may
 * only add fields at the end, so that members of different versions understand each other.
 */
final class SubscriptionCodec {

    static final int VERSION = 2;
    private static final int WITH_OFFSETS = 2;
    static final int MAX_BYTES = 1024 * 1024;
    static final int MAX_TASKS = 100_000;
    static final int MAX_HOST_BYTES = 512;
    static final int MAX_PORT = 65_535;
    static final int MAX_RACK_BYTES = 1024;
    static final int MAX_TAGS = 16;
    static final int MAX_TAG_BYTES = 256;
    private static final int BYTES_A_CHAR = 3;

    /** Offsets are written so much higher, because those that stand for something else are negative. */
    private static final long LIFT = -MemberSubscription.RUNNING;

    private SubscriptionCodec() {}

    static ByteBuffer encode(MemberSubscription subscription) {
        HostInfo host = subscription.host();
        String rack = subscription.site().rack();
        SortedMap<TaskId, Long> stored = new TreeMap<>(subscription.stored());
        MetadataWriter writer = new MetadataWriter()
                .number(VERSION)
                .uuid(subscription.process())
                .eightBytes(subscription.topologyHash())
                .text(host == null ? "" : host.host())
                .number(host == null ? 0 : host.port())
                .tasks(stored.keySet());
        stored.values().forEach(offset -> writer.largeNumber(offset + LIFT));
        writer.tasks(subscription.standbys()).text(rack == null ? "" : cut(rack, MAX_RACK_BYTES));
        SortedMap<String, String> tags = new TreeMap<>(subscription.site().tags());
        writer.number(Math.min(MAX_TAGS, tags.size()));
        tags.entrySet().stream()
                .limit(MAX_TAGS)
                .forEach(tag -> writer.text(cut(tag.getKey(), MAX_TAG_BYTES)).text(cut(tag.getValue(), MAX_TAG_BYTES)));
        writer.number(subscription.endsApplication() ? 1 : 0);
        return writer.toBuffer();
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
        Map<TaskId, Long> stored = new HashMap<>();
        Set<TaskId> standbys = Set.of();
        Site site = Site.UNKNOWN;
        boolean endsApplication = false;
        for (TaskId task : new TreeSet<>(reader.tasks(MAX_TASKS))) {
            stored.put(task, version < WITH_OFFSETS ? MemberSubscription.UNKNOWN : reader.largeNumber() - LIFT);
        }
        if (version >= WITH_OFFSETS) {
            standbys = reader.tasks(MAX_TASKS);
            site = site(reader);
            endsApplication = reader.number() == 1;
        }
        if (version <= VERSION) {
            reader.end();
        }
        return new MemberSubscription(process, stored, standbys, site, host, topologyHash, endsApplication);
    }

    private static Site site(MetadataReader reader) {
        String rack = reader.text(MAX_RACK_BYTES);
        Map<String, String> tags = new HashMap<>();
        int count = reader.count(MAX_TAGS);
        for (int i = 0; i < count; i++) {
            tags.put(reader.text(MAX_TAG_BYTES), reader.text(MAX_TAG_BYTES));
        }
        return new Site(rack.isEmpty() ? null : rack, tags);
    }

    static @Nullable HostInfo host(String name, int port) {
        if (port > MAX_PORT) {
            throw new MetadataFormatException("Port " + port + " is too large");
        }
        return name.isEmpty() ? null : new HostInfo(name, port);
    }

    private static String cut(String text, int maxBytes) {
        int maxChars = maxBytes / BYTES_A_CHAR;
        return text.length() > maxChars ? text.substring(0, maxChars) : text;
    }
}
