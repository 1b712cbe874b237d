package io.millrace.streams.engine.state.rocks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.DBOptionsInterface;
import org.rocksdb.MutableDBOptionsInterface;
import org.rocksdb.Options;
import org.rocksdb.Statistics;

/**
 * The options that hold for a whole database, as read from an {@link Options} at some moment. Found by reflection over the interfaces
 * that declare them, so that none is forgotten; those that RocksDB lets nobody read (rate limiter, logger, file manager) are not among
 * them.
 */
final class DatabaseWide {

    private static final List<Method> GETTERS = Stream.of(DBOptionsInterface.class, MutableDBOptionsInterface.class)
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(DatabaseWide::isGetter)
            .toList();

    private final Map<String, String> values = new TreeMap<>();

    private DatabaseWide() {}

    private static boolean isGetter(Method method) {
        Class<?> type = method.getReturnType();
        return method.getParameterCount() == 0
                && type != void.class
                && !DBOptionsInterface.class.isAssignableFrom(type)
                && !MutableDBOptionsInterface.class.isAssignableFrom(type);
    }

    static DatabaseWide of(Options options) {
        DatabaseWide read = new DatabaseWide();
        for (Method getter : GETTERS) {
            try {
                read.values.put(getter.getName(), text(getter.invoke(options)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                // What cannot be read cannot be compared.
                read.values.put(getter.getName(), "?");
            }
        }
        return read;
    }

    /** Native objects have no values to compare; that there is one is what counts, and which one. */
    private static String text(@Nullable Object value) {
        if (value instanceof Statistics made) {
            made.close(); // Each call makes a new wrapper.
            return "set";
        }
        return Objects.toString(value, "not set");
    }

    /** The options that differ now, as name, value and the value before. */
    List<String> changesSince(DatabaseWide before) {
        List<String> changes = new ArrayList<>();
        values.forEach((name, value) -> {
            String earlier = before.values.getOrDefault(name, "?");
            if (!value.equals(earlier)) {
                changes.add(name + "=" + value + " (stays " + earlier + ")");
            }
        });
        return changes;
    }
}
