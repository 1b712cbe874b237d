package io.millrace.streams.engine.state;

/**
 * A typed store that may tell at drain what changed, so that several writes to a key are emitted as one.
 *
 * @param <K> key as the operator sees it; windowed for a window or session store
 * @param <V> value without its timestamp
 */
public interface ChangeSource<K, V> {

    /** Whether changes are told at drain (caching on); if not, the writer emits each change itself. */
    boolean emitsAtDrain();

    /** Sets who is told at drain. Called once, when the operator is initialised. */
    void onDrain(ChangeListener<K, V> listener);
}
