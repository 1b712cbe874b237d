package planted.cyclic.engine.operator.window;

import planted.cyclic.engine.operator.join.Join;

public final class Window {

    public Join join() {
        return new Join();
    }
}
