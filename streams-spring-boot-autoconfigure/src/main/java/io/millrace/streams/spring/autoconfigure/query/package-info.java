/**
 * Answers queries of state stores, within bounds: from text to text, and with types for the code of the application.
 *
 * <p>Knows neither HTTP nor the actuator.
 */
@NullMarked
package io.millrace.streams.spring.autoconfigure.query;

import org.jspecify.annotations.NullMarked;
