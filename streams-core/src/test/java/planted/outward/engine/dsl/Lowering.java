package planted.outward.engine.dsl;

import planted.outward.StreamsBuilder;

public final class Lowering {

    public StreamsBuilder again() {
        return new StreamsBuilder();
    }
}
