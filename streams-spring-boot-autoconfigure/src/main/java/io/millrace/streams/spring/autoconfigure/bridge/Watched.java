package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.spring.autoconfigure.bridge.FailureWatch.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;

/**
 * A handler that somebody watches: made and configured as the engine would, and told to whoever watches first.
 *
 * @param handler the handler that was set
 * @param stage what it is asked about
 * @param watches who is told
 * @param <T> its type
 */
public record Watched<T extends Configurable>(T handler, Stage stage, Watches watches) {

    private static final Logger log = LoggerFactory.getLogger(Watched.class);

    /** Key of the configuration that holds the {@link Watches}. */
    public static final String WATCHES = "streams.spring.failure-watches";

    /**
     * Who is told of the failures of a topology.
     *
     * @param topology its name
     * @param all who is told
     */
    public record Watches(String topology, List<FailureWatch> all) {
        public Watches {
            all = List.copyOf(all);
        }

        /** Tells of a failure. A watch that fails itself keeps nobody else from being told or asked. */
        public void failed(Stage stage, Throwable failure) {
            for (FailureWatch watch : all) {
                try {
                    watch.failed(topology, stage, failure);
                } catch (RuntimeException e) {
                    log.warn(
                            "{} could not take note of a failure of topology {}",
                            watch.getClass().getName(),
                            topology,
                            e);
                }
            }
        }
    }

    /** Key of the configuration that holds the class of the handler that was set. */
    public static String handlerKey(Stage stage) {
        return "streams.spring.watched-" + stage.name().toLowerCase(Locale.ROOT);
    }

    static <T extends Configurable> Watched<T> of(Map<String, ?> configs, Stage stage, Class<T> type) {
        Watches watches = Bridged.bean(configs, WATCHES, Watches.class);
        Class<?> set = Bridged.bean(configs, handlerKey(stage), Class.class);
        T handler = BeanUtils.instantiateClass(set.asSubclass(type));
        handler.configure(configs);
        return new Watched<>(handler, stage, watches);
    }

    void failed(Throwable failure) {
        watches.failed(stage, failure);
    }
}
