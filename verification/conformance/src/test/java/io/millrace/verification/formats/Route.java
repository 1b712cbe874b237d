package io.millrace.verification.formats;

import io.millrace.verification.Relocation;
import java.util.List;

/** Which library runs each part of an application's life. */
enum Route {
    /** What the others are compared with; runs all the time. */
    STAYS(Libraries.KAFKA_STREAMS, Libraries.KAFKA_STREAMS, Libraries.KAFKA_STREAMS),
    /** Shows what a restart does to Kafka Streams. */
    RESTARTS(Libraries.KAFKA_STREAMS, Libraries.KAFKA_STREAMS, Libraries.KAFKA_STREAMS),
    COMES_AND_GOES_BACK(Libraries.KAFKA_STREAMS, Libraries.MILLRACE, Libraries.KAFKA_STREAMS),
    GOES_AND_COMES_BACK(Libraries.MILLRACE, Libraries.KAFKA_STREAMS, Libraries.MILLRACE);

    static final int PARTS = 3;

    private final List<Library> libraries;

    Route(Library... libraries) {
        this.libraries = List.of(libraries);
    }

    /** Whether the application runs on from one part to the next. */
    boolean runsOn() {
        return this == STAYS;
    }

    /** Whether Kafka Streams has restored its stores in this part or an earlier one. */
    boolean hasRestartedKafkaStreams(int part) {
        return !runsOn() && part > 0 && libraries.subList(1, part + 1).contains(Libraries.KAFKA_STREAMS);
    }

    Library library(int part) {
        return libraries.get(part);
    }

    private static final class Libraries {

        private static final String LAUNCHER = Route.class.getPackageName() + ".program.Launcher";

        static final Library MILLRACE = Relocation.millrace(Library.class, LAUNCHER);
        static final Library KAFKA_STREAMS = Relocation.reference(Library.class, LAUNCHER);

        private Libraries() {}
    }
}
