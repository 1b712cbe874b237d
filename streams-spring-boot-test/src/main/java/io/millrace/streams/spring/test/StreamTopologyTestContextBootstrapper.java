package io.millrace.streams.spring.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Sets up the context of a {@link StreamTopologyTest}. */
final class StreamTopologyTestContextBootstrapper extends TestSliceTestContextBootstrapper<StreamTopologyTest> {

    /** Called by Spring's test framework. */
    StreamTopologyTestContextBootstrapper() {}
}
