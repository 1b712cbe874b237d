package planted.upward.engine.task;

public final class Task {

    public void run() {}
}
