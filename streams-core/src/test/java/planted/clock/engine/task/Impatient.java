package planted.clock.engine.task;

import java.util.function.LongSupplier;

public final class Impatient {

    public long nowMs() {
        return System.currentTimeMillis();
    }

    public LongSupplier ticker() {
        return System::nanoTime;
    }

    public Thread hurry() {
        return new Thread(this::nowMs);
    }
}
