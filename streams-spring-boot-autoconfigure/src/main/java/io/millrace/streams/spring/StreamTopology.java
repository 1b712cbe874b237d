package io.millrace.streams.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Declares a topology for the application to run. It goes on a class that implements {@link TopologyDefinition}, or on a bean
 * method that returns a {@link TopologyDefinition} or a finished {@link io.millrace.streams.Topology}:
 *
 * <pre>{@code
 * @StreamTopology("orders")
 * class OrdersTopology implements TopologyDefinition {
 *     public void define(StreamsBuilder builder) {
 *         builder.stream("orders").to("orders-copy");
 *     }
 * }
 * }</pre>
 *
 * <p>Everything about running it is a property: {@code streams.*} for all topologies, {@code streams.topologies.orders.*} for
 * this one.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface StreamTopology {

    /** The same as {@link #name()}. */
    @AliasFor("name")
    String value() default "";

    /**
     * The topology's name: part of its application id, its key in the properties, and the qualifier of its client bean. Letters,
     * digits, dots, underscores and hyphens. By default the name of the bean, without a {@code Topology} at its end, in kebab case.
     */
    @AliasFor("value")
    String name() default "";
}
