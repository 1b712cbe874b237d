package io.millrace.streams.engine.state.view;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.processor.StateStoreContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The types that the user declared to be immutable, as one store meets them. How large their values are is learnt from those that
 * were serialised. The owner of the store writes; any thread reads.
 */
final class DeclaredTypes {

    /** Of a store whose user declared nothing. */
    static final DeclaredTypes NONE = new DeclaredTypes(Set.of());

    private static final int OBJECT_BYTES = 48;

    /** About how much larger an object is than its bytes. */
    private static final int HEAP_FACTOR = 2;

    private static final int UNKNOWN = -1;

    private final Set<Class<?>> types;
    private volatile int typicalBytes = UNKNOWN;

    /** Whether values that were read lately were of such a type: if not, deserialising to find that out is a waste. */
    private volatile boolean met = true;

    private DeclaredTypes(Set<Class<?>> types) {
        this.types = types;
    }

    static DeclaredTypes of(StateStoreContext context) {
        Object declared = context.appConfigs().get(StreamsConfig.STATE_IMMUTABLE_TYPES_CONFIG);
        Collection<?> names = declared instanceof Collection<?> several
                ? several
                : declared == null ? List.of() : List.of(declared.toString().split("\\s*,\\s*"));
        Set<Class<?>> types = new HashSet<>();
        for (Object name : names) {
            types.add(
                    name instanceof Class<?> type ? type : load(name.toString().trim()));
        }
        return types.isEmpty() ? NONE : new DeclaredTypes(types);
    }

    private static Class<?> load(String name) {
        try {
            return Utils.loadClass(name, Object.class);
        } catch (ClassNotFoundException e) {
            throw new ConfigException(
                    StreamsConfig.STATE_IMMUTABLE_TYPES_CONFIG, name, "There is no such class; give its full name.");
        }
    }

    boolean contains(@Nullable Object value) {
        return this != NONE && value != null && types.contains(value.getClass());
    }

    /** Whether what is read is worth deserialising, to be kept as an object. */
    boolean isWorthReading() {
        return this != NONE && met;
    }

    /** Notes of what type a value was. */
    void met(boolean isDeclared) {
        if (met != isDeclared) {
            met = isDeclared;
        }
    }

    boolean knowsSize() {
        return typicalBytes != UNKNOWN;
    }

    /** Notes how large a value was. */
    void serialised(int bytes) {
        int before = typicalBytes;
        typicalBytes = before == UNKNOWN ? bytes : before + (bytes - before) / 8;
    }

    /** About how many bytes of heap a value takes. */
    int weight() {
        return OBJECT_BYTES + HEAP_FACTOR * Math.max(0, typicalBytes);
    }
}
