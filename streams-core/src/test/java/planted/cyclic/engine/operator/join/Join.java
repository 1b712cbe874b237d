package planted.cyclic.engine.operator.join;

import planted.cyclic.engine.operator.window.Window;

public final class Join {

    public Window window() {
        return new Window();
    }
}
