package io.millrace.streams.spring.observation;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Carries the context of an observation in the headers of a record. */
final class HeaderCarrier {

    /** What is on the other side. */
    static final String SERVICE = "Apache Kafka";

    private HeaderCarrier() {}

    static @Nullable String get(@Nullable Headers headers, String key) {
        Header last = headers == null ? null : headers.lastHeader(key);
        return last == null || last.value() == null ? null : new String(last.value(), StandardCharsets.UTF_8);
    }

    /** Takes the place of what the record inherited from the one that is processed. */
    static void set(@Nullable Headers headers, String key, String value) {
        if (headers != null) {
            headers.remove(key);
            headers.add(key, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
