package planted.unlisted.engine.util;

public final class Stray {}
