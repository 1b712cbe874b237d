/** Tells the health of topologies from what is in memory, never by asking Kafka. Needs Spring Boot's health module. */
@NullMarked
package io.millrace.streams.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
