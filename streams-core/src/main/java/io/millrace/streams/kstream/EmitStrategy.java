package io.millrace.streams.kstream;

import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a windowed aggregation emits its results. */
public interface EmitStrategy {

    /** Logger for implementations that have none of their own. */
    Logger log = LoggerFactory.getLogger(EmitStrategy.class);

    /** The ways of emitting. */
    enum StrategyType {

        /** Each update of a window is emitted, if caching does not hold it back until the next commit. */
        ON_WINDOW_UPDATE,

        /** One final result is emitted for each window when it closes: at its end plus the grace period. */
        ON_WINDOW_CLOSE;

        /**
         * Returns the strategy of a type.
         *
         * @param type the type
         * @return the strategy
         */
        public static EmitStrategy forType(StrategyType type) {
            Objects.requireNonNull(type, "type cannot be null");
            return new TypedEmitStrategy(type);
        }
    }

    /**
     * Returns the way of emitting.
     *
     * @return the type
     */
    StrategyType type();

    /**
     * Emits one final result for each window when it closes: at its end plus the grace period.
     *
     * @return the strategy
     */
    static EmitStrategy onWindowClose() {
        return StrategyType.forType(StrategyType.ON_WINDOW_CLOSE);
    }

    /**
     * Emits each update of a window, if caching does not hold it back until the next commit.
     *
     * @return the strategy
     */
    static EmitStrategy onWindowUpdate() {
        return StrategyType.forType(StrategyType.ON_WINDOW_UPDATE);
    }
}
