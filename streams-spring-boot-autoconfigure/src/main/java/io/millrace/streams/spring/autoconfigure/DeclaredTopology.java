package io.millrace.streams.spring.autoconfigure;

/**
 * A topology that some bean declares.
 *
 * @param name its name
 * @param beanName the bean that defines it, or is it
 */
record DeclaredTopology(String name, String beanName) {}
