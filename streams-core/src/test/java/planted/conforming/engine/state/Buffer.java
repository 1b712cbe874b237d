package planted.conforming.engine.state;

import planted.conforming.engine.time.Clock;

public final class Buffer {

    private final Clock clock;

    public Buffer(Clock clock) {
        this.clock = clock;
    }

    public long ageMs(long sinceMs) {
        return clock.nowMs() - sinceMs;
    }
}
