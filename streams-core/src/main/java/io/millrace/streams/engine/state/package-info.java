/**
 * The stores of one task as bytes: buffer, commit, restore. Knows no serde, no thread and no Kafka client.
 */
@NullMarked
package io.millrace.streams.engine.state;

import org.jspecify.annotations.NullMarked;
