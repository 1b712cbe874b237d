/** A wire between an instance and its broker that can be cut, held and slowed down. Knows nothing of Kafka. */
package io.millrace.verification.chaos.faults.wire;
