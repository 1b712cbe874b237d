package io.millrace.streams.spring.autoconfigure.actuate;

import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.autoconfigure.StreamsAutoConfiguration;
import io.millrace.streams.spring.autoconfigure.StreamsProperties;
import io.millrace.streams.spring.autoconfigure.query.StoreQueries;
import io.millrace.streams.spring.autoconfigure.query.StreamsQueryAutoConfiguration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Adds the endpoints {@code streams} and {@code streamsquery} where they are exposed and accessible. */
@AutoConfiguration(after = {StreamsAutoConfiguration.class, StreamsQueryAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(StreamsRegistry.class)
@EnableConfigurationProperties(StreamsEndpointProperties.class)
@ImportRuntimeHints(EndpointHints.class)
public final class StreamsEndpointAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(StreamsEndpointAutoConfiguration.class);

    StreamsEndpointAutoConfiguration(Environment environment) {
        List<String> exposed = List.of(StringUtils.commaDelimitedListToStringArray(
                environment.getProperty("management.endpoints.web.exposure.include", "")));
        if (exposed.stream().map(String::trim).anyMatch(StreamsQueryEndpoint.ID::equals)
                && environment.getProperty("management.endpoint." + StreamsQueryEndpoint.ID + ".access") == null) {
            log.info(
                    "Endpoint '{}' is exposed but answers 404: what stores hold is business data, so it also needs"
                            + " management.endpoint.{}.access=read-only",
                    StreamsQueryEndpoint.ID,
                    StreamsQueryEndpoint.ID);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    StreamsEndpoint streamsEndpoint(
            StreamsRegistry topologies,
            StreamsEndpointProperties properties,
            ObjectProvider<SanitizingFunction> sanitizers) {
        ConfigView configView = new ConfigView(
                new Sanitizer(sanitizers.orderedStream().toList()), properties.getShowValues(), properties.getRoles());
        return new StreamsEndpoint(topologies, configView);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(StreamsEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    StreamsEndpointWebExtension streamsEndpointWebExtension(StreamsEndpoint endpoint) {
        return new StreamsEndpointWebExtension(endpoint);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    StreamsQueryEndpoint streamsQueryEndpoint(StoreQueries queries) {
        return new StreamsQueryEndpoint(queries);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(StreamsQueryEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    StreamsQueryEndpointWebExtension streamsQueryEndpointWebExtension(StreamsQueryEndpoint endpoint) {
        return new StreamsQueryEndpointWebExtension(endpoint);
    }

    @Bean
    static KnownParameters streamsKnownParameters() {
        return new KnownParameters();
    }

    /** Never lazy: it is asked for by nobody. */
    @Bean
    @Lazy(false)
    @ConditionalOnWebApplication
    @ConditionalOnAvailableEndpoint(endpoint = StreamsQueryEndpoint.class, exposure = EndpointExposure.WEB)
    QueryProtection streamsQueryProtection(
            Environment environment, ConfigurableListableBeanFactory beans, StreamsProperties properties) {
        QueryProtection protection = new QueryProtection(environment, beans);
        if (!properties.getQuery().isAllowUnprotected()) {
            protection.require();
        }
        return protection;
    }
}
