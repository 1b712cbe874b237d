package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.autoconfigure.bridge.Bridged;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Shows a configuration without its secrets.
 *
 * @param sanitizer hides values
 * @param show to whom values are shown
 * @param roles who may see them when that depends on who asks
 */
record ConfigView(Sanitizer sanitizer, Show show, Set<String> roles) {

    Map<String, Object> of(Map<String, Object> config, SecurityContext asker) {
        boolean shown = show.isShown(asker, roles);
        Map<String, Object> view = new TreeMap<>();
        Bridged.withoutBridges(config).forEach((key, value) -> view.put(key, value(key, value, shown)));
        return view;
    }

    private Object value(String key, Object value, boolean shown) {
        boolean plain = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Iterable
                || value instanceof Class;
        // An object, such as a bean or a bundle of keys, says nothing that may be shown.
        Object text = plain ? (value instanceof Class<?> type ? type.getName() : value.toString()) : "(object)";
        @Nullable Object sanitized = sanitizer.sanitize(new SanitizableData(null, key, text), shown);
        return sanitized == null ? "" : sanitized;
    }
}
