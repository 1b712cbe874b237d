/**
 * Finds the declared topologies, configures them from the properties and runs them with the application.
 *
 * <p>Must work with nothing but the starter; what needs the actuator, Micrometer or Jackson sits in packages and nested classes of
 * its own.
 */
@NullMarked
package io.millrace.streams.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
