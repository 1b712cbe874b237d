package io.millrace.streams.engine.state;

/** Times the commits of a store. */
public interface CommitTiming {

    /** Of a store whose commits nobody times. */
    CommitTiming NONE = new CommitTiming() {

        @Override
        public long start() {
            return 0;
        }

        @Override
        public void committed(long since) {
            // Nobody wants to know.
        }
    };

    /** The time at the beginning of a commit. */
    long start();

    /** A commit that began at this time has been written. */
    void committed(long since);
}
