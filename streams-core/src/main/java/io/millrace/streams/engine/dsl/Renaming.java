package io.millrace.streams.engine.dsl;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which operators were put in the place of which.
 *
 * @param places name of the replacement by name of the replaced
 */
record Renaming(Map<String, String> places) {

    Renaming {
        places = Map.copyOf(places);
    }

    /** Replacements in the order given, each once: two parents may have become one. */
    List<String> list(Collection<String> names) {
        return List.copyOf(set(names));
    }

    Set<String> set(Collection<String> names) {
        Set<String> renamed = new LinkedHashSet<>();
        for (String name : names) {
            renamed.add(places.getOrDefault(name, name));
        }
        return renamed;
    }
}
