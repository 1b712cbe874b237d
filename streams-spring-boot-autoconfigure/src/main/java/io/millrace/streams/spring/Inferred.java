package io.millrace.streams.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Asks for something that follows from the type parameters of what it stands on: a {@code Serde}, or a {@code Consumed},
 * {@code Produced}, {@code Grouped} or {@code Joined} with the serdes that {@link StreamSerdes} finds:
 *
 * <pre>{@code
 * @Bean
 * @StreamTopology("orders")
 * TopologyDefinition orders(@Inferred Consumed<String, Order> orders, @Inferred Produced<String, Receipt> receipts) {
 *     return builder -> builder.stream("orders", orders).mapValues(Receipt::of).to("receipts", receipts);
 * }
 * }</pre>
 */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface Inferred {}
