package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.spring.autoconfigure.diagnostics.InvalidStreamsPropertyException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds beans that properties name.
 *
 * @param beans where they are
 */
record BeanLookup(BeanFactory beans) {

    private static final String PREFIX = "bean:";

    static boolean isReference(String value) {
        return value.startsWith(PREFIX);
    }

    /** The loader of the application's classes: under DevTools, not that of the libraries. */
    @Nullable
    ClassLoader classLoader() {
        return beans instanceof ConfigurableBeanFactory configurable
                ? configurable.getBeanClassLoader()
                : ClassUtils.getDefaultClassLoader();
    }

    <T> T find(String reference, Class<T> type, String property) {
        return named(isReference(reference) ? reference.substring(PREFIX.length()) : reference, type, property);
    }

    <T> T named(String name, Class<T> type, String property) {
        try {
            return beans.getBean(name, type);
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException e) {
            throw new InvalidStreamsPropertyException(
                    property,
                    name,
                    "there is no bean of that name that is a " + type.getSimpleName(),
                    "Declare such a bean, or write the name of another one.");
        }
    }
}
