package io.millrace.streams.engine.assign;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a member runs, as far as it was told by its configuration.
 *
 * @param rack its {@code client.rack}, null if there is none
 * @param tags its {@code client.tag.*} by name
 */
public record Site(@Nullable String rack, Map<String, String> tags) {

    /** The site of a member that was told nothing. */
    public static final Site UNKNOWN = new Site(null, Map.of());

    public Site {
        tags = Map.copyOf(tags);
    }
}
