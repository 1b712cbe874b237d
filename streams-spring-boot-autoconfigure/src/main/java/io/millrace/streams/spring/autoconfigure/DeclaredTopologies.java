package io.millrace.streams.spring.autoconfigure;

import java.util.List;

/**
 * All topologies that the application declares.
 *
 * @param all the topologies, in the order of their bean definitions
 */
record DeclaredTopologies(List<DeclaredTopology> all) {

    DeclaredTopologies {
        all = List.copyOf(all);
    }

    List<String> names() {
        return all.stream().map(DeclaredTopology::name).toList();
    }
}
