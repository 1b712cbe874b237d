/** The actuator endpoints {@code streams} and {@code streamsquery}. Needs Spring Boot's actuator. */
@NullMarked
package io.millrace.streams.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
