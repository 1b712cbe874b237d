package io.millrace.streams.engine.dsl;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which operators were put in the place of which.
 *
 * @param parents name of the replacement by name of the replaced, for its children
 * @param sources name of the replacement by name of the replaced, for those who copartition their sources
 */
record Renaming(Map<String, String> parents, Map<String, String> sources) {

    Renaming {
        parents = Map.copyOf(parents);
        sources = Map.copyOf(sources);
    }

    Renaming(Map<String, String> places) {
        this(places, places);
    }

    /** Replacements in the order given, each once: two parents may have become one. */
    List<String> list(Collection<String> names) {
        return List.copyOf(replaced(names, parents));
    }

    /** The replacement of a parent, or the name itself. */
    String parent(String name) {
        return parents.getOrDefault(name, name);
    }

    Set<String> sourceSet(Collection<String> names) {
        return replaced(names, sources);
    }

    private static Set<String> replaced(Collection<String> names, Map<String, String> places) {
        Set<String> renamed = new LinkedHashSet<>();
        for (String name : names) {
            renamed.add(places.getOrDefault(name, name));
        }
        return renamed;
    }
}
