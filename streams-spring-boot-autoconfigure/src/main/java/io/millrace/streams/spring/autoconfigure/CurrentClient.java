package io.millrace.streams.spring.autoconfigure;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.spring.ManagedTopology;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.ProxyFactory;

/**
 * A client bean stands for whichever client runs the topology at the moment of a call, since a client can be started only once
 * and a topology any number of times.
 */
final class CurrentClient implements TargetSource {

    private final ManagedTopology topology;

    private CurrentClient(ManagedTopology topology) {
        this.topology = topology;
    }

    static KafkaStreams of(ManagedTopology topology) {
        ProxyFactory proxies = new ProxyFactory();
        proxies.setProxyTargetClass(true);
        proxies.setTargetSource(new CurrentClient(topology));
        return (KafkaStreams) proxies.getProxy(KafkaStreams.class.getClassLoader());
    }

    @Override
    public Class<?> getTargetClass() {
        return KafkaStreams.class;
    }

    @Override
    public boolean isStatic() {
        return false;
    }

    @Override
    public Object getTarget() {
        return topology.client();
    }

    @Override
    public void releaseTarget(Object target) {}
}
