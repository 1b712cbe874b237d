package planted.upward.engine.state;

import planted.upward.engine.task.Task;

public final class Store {

    public void flush(Task[] tasks) {
        tasks[0].run();
    }
}
