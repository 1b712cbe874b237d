package io.millrace.streams.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the application context of a test a real single-node Kafka in this JVM, and connects the application to it. The broker
 * lives as long as the context, which Spring keeps for further tests with the same configuration. It can be injected as an
 * {@link io.millrace.streams.broker.EmbeddedBroker}. Needs {@code streams-embedded-broker} on the class path.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface WithEmbeddedBroker {

    /** Topics to create before anything connects. */
    String[] topics() default {};

    /** How many partitions those topics have. */
    int partitions() default 1;
}
