package io.millrace.streams.spring.test;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.TestInputTopic;
import io.millrace.streams.TestOutputTopic;
import io.millrace.streams.TopologyTestDriver;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StreamSerdes;
import io.millrace.streams.spring.StreamsRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.util.FileSystemUtils;

/** Gives each test a driver of its own with the topics it asks for, and closes it afterwards. */
final class TopologyDriverExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TopologyDriverExtension.class);

    /** Called by JUnit. */
    TopologyDriverExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TopologyTestDriver.class || parameter.isAnnotated(TestTopic.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        TopologyTestDriver driver = test.getStore(NAMESPACE)
                .computeIfAbsent(TopologyTestDriver.class, key -> new OpenDriver(topology(test)), OpenDriver.class)
                .driver;
        Optional<TestTopic> topic = parameter.findAnnotation(TestTopic.class);
        return topic.isPresent() ? topic(topic.get(), parameter.getParameter(), driver, test) : driver;
    }

    private static Object topic(
            TestTopic topic, Parameter parameter, TopologyTestDriver driver, ExtensionContext test) {
        TopicSerdes serdes = new TopicSerdes(
                topic,
                parameter.getParameterizedType(),
                SpringExtension.getApplicationContext(test).getBeanProvider(StreamSerdes.class));
        if (parameter.getType() == TestInputTopic.class) {
            return driver.createInputTopic(
                    topic.value(), serdes.key().serializer(), serdes.value().serializer());
        }
        if (parameter.getType() == TestOutputTopic.class) {
            return driver.createOutputTopic(
                    topic.value(), serdes.key().deserializer(), serdes.value().deserializer());
        }
        throw new ParameterResolutionException(
                "The parameter of topic '" + topic.value() + "' must be a TestInputTopic or a TestOutputTopic, not a "
                        + parameter.getType().getName());
    }

    private static ManagedTopology topology(ExtensionContext test) {
        StreamsRegistry registry = SpringExtension.getApplicationContext(test).getBean(StreamsRegistry.class);
        StreamTopologyTest annotation =
                AnnotatedElementUtils.findMergedAnnotation(test.getRequiredTestClass(), StreamTopologyTest.class);
        String name = annotation == null ? "" : annotation.topology();
        if (!name.isEmpty()) {
            return registry.get(name);
        }
        Collection<ManagedTopology> all = registry.topologies();
        if (all.size() != 1) {
            throw new IllegalStateException("The application has the topologies "
                    + all.stream().map(ManagedTopology::name).toList()
                    + "; say which one to drive: @StreamTopologyTest(\"name\")");
        }
        return all.iterator().next();
    }

    /** A driver with a state directory that goes away with it. */
    private static final class OpenDriver implements AutoCloseable {

        private final Path directory;
        private final TopologyTestDriver driver;

        private OpenDriver(ManagedTopology topology) {
            try {
                this.directory = Files.createTempDirectory("streams-test-");
            } catch (IOException e) {
                throw new UncheckedIOException("The test needs a directory for state", e);
            }
            Properties config = new Properties();
            config.putAll(topology.config());
            config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
            this.driver = new TopologyTestDriver(topology.topology(), config);
        }

        @Override
        public void close() throws IOException {
            driver.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}
