/**
 * Adapters of the log ports to the Kafka clients. The only package that touches a consumer, a producer or an admin client;
 * decides nothing about tasks.
 */
@NullMarked
package io.millrace.streams.engine.kafka;

import org.jspecify.annotations.NullMarked;
