package io.millrace.streams.engine.state;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The mark under which a backend keeps the offset up to which a store has its changelog: {@code position/<store>/<topic>/<partition>}. */
public final class PositionMark {

    /** How the names of these marks begin. */
    public static final String PREFIX = "position/";

    private static final int PARTS = 4;

    private PositionMark() {}

    static String of(String store, TopicPartition changelog) {
        return PREFIX + store + "/" + changelog.topic() + "/" + changelog.partition();
    }

    /**
     * The positions that marks tell of, by changelog; the least, if two stores have the same. What is no such mark is left out, and so is
     * what stands for no position.
     */
    public static Map<TopicPartition, Long> positions(Map<String, Long> marks) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        marks.forEach((name, position) -> {
            String[] parts = name.split("/", -1);
            if (parts.length == PARTS
                    && name.startsWith(PREFIX)
                    && parts[PARTS - 1].matches("[0-9]{1,9}")
                    && position >= 0) {
                positions.merge(new TopicPartition(parts[2], Integer.parseInt(parts[PARTS - 1])), position, Math::min);
            }
        });
        return positions;
    }
}
