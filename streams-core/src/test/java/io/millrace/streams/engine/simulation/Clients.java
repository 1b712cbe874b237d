package io.millrace.streams.engine.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Kafka clients of which only what the engine uses is there; anything else is an error. */
final class Clients {

    private Clients() {}

    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> consumer(Object target) {
        return (Consumer<byte[], byte[]>) proxy(Consumer.class, target);
    }

    @SuppressWarnings("unchecked")
    static Producer<byte[], byte[]> producer(Object target) {
        return (Producer<byte[], byte[]>) proxy(Producer.class, target);
    }

    private static Object proxy(Class<?> role, Object target) {
        Map<Method, Method> found = new HashMap<>();
        return Proxy.newProxyInstance(role.getClassLoader(), new Class<?>[] {role}, (proxy, method, arguments) -> {
            try {
                return found.computeIfAbsent(method, asked -> counterpart(target, asked))
                        .invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static Method counterpart(Object target, Method asked) {
        try {
            Method method = target.getClass().getDeclaredMethod(asked.getName(), asked.getParameterTypes());
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("The simulated " + target.getClass().getSimpleName() + " has no " + asked, e);
        }
    }
}
