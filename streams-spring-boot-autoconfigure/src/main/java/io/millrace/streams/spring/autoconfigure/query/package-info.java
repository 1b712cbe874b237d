/**
 * Answers queries of the state stores on this instance, within bounds, from text to text.
 *
 * <p>Knows neither HTTP nor the actuator.
 */
@NullMarked
package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.NullMarked;
