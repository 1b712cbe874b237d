package io.millrace.verification.fuzz.interpreter;

import io.millrace.streams.KeyValue;
import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The functions of generated programs: pure, told apart by a variant, and now and then null. */
final class Functions {

    private static final int LONGEST = 16;

    private Functions() {}

    /** A number from what it is given that is the same in every JVM. */
    static int hash(int variant, Object... parts) {
        int hash = variant * 7919 + 17;
        for (Object part : parts) {
            hash = hash * 31 + text(part).hashCode();
        }
        return (hash ^ (hash >>> 15)) & 0x7fffffff;
    }

    /** Holds for three quarters. */
    static boolean test(int variant, Object key, Object value) {
        return hash(variant, key, value) % 4 != 0;
    }

    /** A value of the given type; from variant 10 on, null for an eighth. */
    static Object value(int variant, Type type, Object... parts) {
        int hash = hash(variant, parts);
        if (variant >= 10 && hash % 8 == 0) {
            return null;
        }
        if (type == Type.LONG) {
            return (long) (hash % 50);
        }
        StringBuilder joined = new StringBuilder();
        for (Object part : parts) {
            joined.append(text(part));
        }
        joined.append((char) ('A' + variant));
        if (joined.length() > LONGEST) {
            return joined.substring(0, 6)
                    + Integer.toHexString(joined.toString().hashCode());
        }
        return joined.toString();
    }

    /** As {@link #value}; if fragile, fails for one value in 32. */
    static Object fragile(boolean fragile, int variant, Type type, Object part) {
        risk(fragile, variant, part);
        return value(variant, type, part);
    }

    /** Fails, if fragile, for one in 32 of what it is given. */
    static void risk(boolean fragile, int variant, Object... parts) {
        if (fragile && hash(variant + 1, parts) % 32 == 0) {
            throw new IllegalArgumentException("cannot map " + text(parts[parts.length - 1]));
        }
    }

    /** One of five keys of the given type; from variant 12 on, null for a sixteenth. */
    static Object key(int variant, Type type, Object... parts) {
        int hash = hash(variant, parts);
        if (variant >= 12 && hash % 16 == 0) {
            return null;
        }
        return type == Type.LONG ? (Object) (long) (hash % 4) : "k" + hash % 4;
    }

    /** None to two values. */
    static List<Object> values(int variant, Type type, Object key, Object value) {
        List<Object> values = new ArrayList<>();
        int count = hash(variant + 3, key, value) % 3;
        for (int i = 0; i < count; i++) {
            values.add(value(variant, type, value, i));
        }
        return values;
    }

    /** None to two records. */
    static List<KeyValue<Object, Object>> records(int variant, Type keyType, Type type, Object key, Object value) {
        List<KeyValue<Object, Object>> records = new ArrayList<>();
        int count = hash(variant + 5, key, value) % 3;
        for (int i = 0; i < count; i++) {
            records.add(KeyValue.pair(key(variant, keyType, key, value, i), value(variant, type, value, i)));
        }
        return records;
    }

    /** What people read of an object, the same from both libraries. */
    static String text(Object object) {
        if (object == null) {
            return "null";
        }
        if (object instanceof String || object instanceof Long || object instanceof Integer) {
            return object.toString();
        }
        if (object instanceof Windowed<?> windowed) {
            return text(windowed.key()) + "@" + windowed.window().start() + "/"
                    + windowed.window().end();
        }
        if (object instanceof ValueAndTimestamp<?> stamped) {
            return text(stamped.value()) + " at " + stamped.timestamp();
        }
        return WithHeaders.is(object) ? WithHeaders.text(object) : "?";
    }

    static String text(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
            text.append(' ').append(header.key()).append('=');
            text.append(header.value() == null ? "null" : bytes(header.value()));
        }
        return text.toString();
    }

    /** Bytes as text if they are that, else in hexadecimal. */
    static String bytes(byte[] bytes) {
        if (bytes == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder("'");
        for (byte b : bytes) {
            if (b < 0x20 || b > 0x7e) {
                return java.util.HexFormat.of().formatHex(bytes);
            }
            text.append((char) b);
        }
        return text.append('\'').toString();
    }

    /** Apart, so that it is loaded with the headers-aware stores only. */
    private static final class WithHeaders {

        private WithHeaders() {}

        static boolean is(Object object) {
            return object instanceof ValueTimestampHeaders;
        }

        static String text(Object object) {
            ValueTimestampHeaders<?> value = (ValueTimestampHeaders<?>) object;
            return Functions.text(value.value()) + " at " + value.timestamp() + " with"
                    + Functions.text(value.headers());
        }
    }
}
