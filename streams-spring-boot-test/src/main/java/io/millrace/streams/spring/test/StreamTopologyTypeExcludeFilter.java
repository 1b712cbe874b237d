package io.millrace.streams.spring.test;

import io.millrace.streams.spring.StreamTopology;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves topologies in, and other components out. */
final class StreamTopologyTypeExcludeFilter
        extends StandardAnnotationCustomizableTypeExcludeFilter<StreamTopologyTest> {

    /** Called by Spring's test framework. */
    StreamTopologyTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return Set.of(StreamTopology.class);
    }
}
