package planted.outward;

public final class StreamsBuilder {}
