package io.millrace.streams.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Tests a topology of the application without Kafka: the application context holds the beans declared with
 * {@code @StreamTopology}, JSON serdes, and little else, and starts nothing. A test method that takes a
 * {@link io.millrace.streams.TopologyTestDriver}, or topics of it ({@link TestTopic}), gets a new one, with the topology as the application
 * configures it:
 *
 * <pre>{@code
 * @StreamTopologyTest("orders")
 * class OrdersTopologyTests {
 *     @Test
 *     void copiesOrders(@TestTopic("orders") TestInputTopic<String, Order> orders, TopologyTestDriver driver) { ... }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(StreamTopologyTestContextBootstrapper.class)
@ExtendWith({SpringExtension.class, TopologyDriverExtension.class})
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(StreamTopologyTypeExcludeFilter.class)
@ImportAutoConfiguration
public @interface StreamTopologyTest {

    /** The same as {@link #topology()}. */
    @AliasFor("topology")
    String value() default "";

    /** Name of the topology to drive; may be left out if the application has only one. */
    @AliasFor("value")
    String topology() default "";

    /** Properties of the form {@code key=value} to add to the environment. */
    String[] properties() default {};

    /** Whether to leave out components other than topologies. */
    boolean useDefaultFilters() default true;

    /** Components to add. */
    Filter[] includeFilters() default {};

    /** Components to leave out. */
    Filter[] excludeFilters() default {};

    /** Auto-configurations to leave out. */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
