package io.millrace.verification.formats.program;

import io.millrace.streams.kstream.Windowed;
import io.millrace.streams.state.AggregationWithHeaders;
import io.millrace.streams.state.ValueAndTimestamp;
import io.millrace.streams.state.ValueTimestampHeaders;
import io.millrace.streams.state.VersionedRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Keys and values as text that does not depend on the library. */
final class Text {

    private Text() {}

    static String of(Object value) {
        if (value instanceof ValueAndTimestamp<?> stamped) {
            return stamped.value() + "@" + stamped.timestamp();
        }
        if (value instanceof ValueTimestampHeaders<?> stamped) {
            return stamped.value() + "@" + stamped.timestamp() + headers(stamped.headers());
        }
        if (value instanceof AggregationWithHeaders<?> aggregation) {
            return aggregation.aggregation() + headers(aggregation.headers());
        }
        if (value instanceof VersionedRecord<?> version) {
            return version.value() + "@" + version.timestamp()
                    + version.validTo().map(until -> "/" + until).orElse("");
        }
        if (value instanceof Windowed<?> windowed) {
            return windowed.key() + "[" + windowed.window().start() + ","
                    + windowed.window().end() + "]";
        }
        return String.valueOf(value);
    }

    private static String headers(Headers headers) {
        StringBuilder text = new StringBuilder("{");
        for (Header header : headers) {
            text.append(header.key())
                    .append('=')
                    .append(header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8))
                    .append(';');
        }
        return text.append('}').toString();
    }
}
