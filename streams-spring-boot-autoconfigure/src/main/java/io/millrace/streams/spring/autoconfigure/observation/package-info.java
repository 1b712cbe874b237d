/** Observes the records of topologies with the application's observation registry, if asked to. Needs Micrometer. */
@NullMarked
package io.millrace.streams.spring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
