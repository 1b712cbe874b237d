package io.millrace.streams.engine.simulation;

/** The life of a process: asked wherever its clients or its disk do something that others could see. */
public interface Pulse {

    /**
     * The process is about to do this, or has just done it. May let the others run for a while first.
     *
     * @throws Killed if the process ends here
     */
    void beat(String where);

    /** The process is gone; nothing that runs on its behalf has an effect any more. An error, because the engine waits errors out. */
    final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        public Killed(String where) {
            super("killed at " + where, null, false, false);
        }
    }
}
