package io.millrace.streams.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.kafka.common.serialization.Serde;

/**
 * Names the topic of a parameter of type {@link io.millrace.streams.TestInputTopic} or {@link io.millrace.streams.TestOutputTopic} in a
 * {@link StreamTopologyTest}. It belongs to the driver of the test:
 *
 * <pre>{@code
 * @Test
 * void copiesOrders(@TestTopic("orders") TestInputTopic<String, Order> orders,
 *         @TestTopic("copies") TestOutputTopic<String, Order> copies) { ... }
 * }</pre>
 *
 * <p>Keys and values are written and read as the parameter's types say, as {@link io.millrace.streams.spring.StreamSerdes} finds
 * serdes: a bean of the slice, one of {@link org.apache.kafka.common.serialization.Serdes}, else JSON with the mapper of the application. Name serdes if the topology uses others.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TestTopic {

    /** The name of the topic. */
    String value();

    /** The serde of keys, with a public constructor without parameters; by the type if not given. */
    Class<? extends Serde<?>> keySerde() default ByType.class;

    /** The serde of values, with a public constructor without parameters; by the type if not given. */
    Class<? extends Serde<?>> valueSerde() default ByType.class;

    /** Stands for the serde that the parameter's type asks for. */
    interface ByType extends Serde<Object> {}
}
