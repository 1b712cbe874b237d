package planted.leaking.engine.plan;

public record Plan(String name) {}
