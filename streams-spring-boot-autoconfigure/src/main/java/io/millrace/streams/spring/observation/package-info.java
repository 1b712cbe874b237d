/**
 * What is observed of records, under which names, and how an application gives it others. Needs Micrometer.
 *
 * <p>Nothing here observes; that is the auto-configuration's.
 */
@NullMarked
package io.millrace.streams.spring.observation;

import org.jspecify.annotations.NullMarked;
