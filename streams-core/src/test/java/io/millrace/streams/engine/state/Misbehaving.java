package io.millrace.streams.engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backend with one of the defects that the histories must find. */
final class Misbehaving implements StateBackend {

    private final SimulatedDisk disk;
    private final Defect defect;

    /** What a restore is about to leave out because it has expired, to be put nevertheless. */
    private final List<Expired> expired = new ArrayList<>();

    Misbehaving(SimulatedDisk disk, Defect defect) {
        this.disk = disk;
        this.defect = defect;
    }

    /** A defect that is put in on purpose. */
    enum Defect {
        NONE,
        /** A commit writes to the stores before the log has accepted it. */
        STORE_BEFORE_COMMIT,
        /** One in four tombstones does not reach the store that is restored. */
        TOMBSTONE_LOST,
        /** A restore brings windows and sessions back that have expired. */
        RESTORED_PAST_RETENTION,
        /** The offset is written after the contents, in a batch of its own. */
        OFFSET_AFTER_CONTENTS,
        /** The offset is written before the contents, in a batch of its own. */
        OFFSET_BEFORE_CONTENTS,
        /** The stream time of a store is not written. */
        STREAM_TIME_LOST,
        /** Each store is written in a batch of its own. */
        A_BATCH_A_STORE
    }

    record Expired(String store, byte[] key, byte[] value) {}

    void bringBack(Expired entry) {
        expired.add(entry);
    }

    @Override
    public ByteStore open(StoreSpec spec) {
        return disk.open(spec);
    }

    @Override
    public StateBatch newBatch() {
        return new Batch(disk.newBatch());
    }

    @Override
    public OptionalLong mark(String name) {
        return disk.mark(name);
    }

    @Override
    public Map<String, Long> marks(String prefix) {
        return disk.marks(prefix);
    }

    @Override
    public void flush() {
        disk.flush();
    }

    @Override
    public void flushAged() {
        disk.flushAged();
    }

    @Override
    public void keepOnly(Set<String> stores) {
        disk.keepOnly(stores);
    }

    @Override
    public void close() {
        disk.close();
    }

    private final class Batch implements StateBatch {

        private final List<StateBatch> before = new ArrayList<>();
        private final StateBatch main;
        private final StateBatch offsets = disk.newBatch();
        private final List<Runnable> deferred = new ArrayList<>();
        private StateBatch target;
        private @Nullable ByteStore column;

        private Batch(StateBatch main) {
            this.main = main;
            this.target = main;
        }

        @Override
        public StateBatch into(ByteStore store) {
            if (defect == Defect.A_BATCH_A_STORE && column != store) {
                target = disk.newBatch();
                before.add(target);
            }
            column = store;
            target.into(store);
            return this;
        }

        @Override
        public void put(byte[] key, byte @Nullable [] value) {
            target.put(key, value);
        }

        @Override
        public void dropBelow(byte[] key) {
            target.dropBelow(key);
        }

        @Override
        public void mark(String name, long value) {
            boolean position = name.startsWith("position/");
            if (defect == Defect.STREAM_TIME_LOST && name.startsWith("time/")) {
                return;
            }
            if (position && (defect == Defect.OFFSET_AFTER_CONTENTS || defect == Defect.OFFSET_BEFORE_CONTENTS)) {
                deferred.add(() -> offsets.mark(name, value));
            } else {
                target.mark(name, value);
            }
        }

        @Override
        public void write() {
            for (Expired entry : expired) {
                main.into(disk.column(entry.store())).put(entry.key(), entry.value());
            }
            expired.clear();
            before.forEach(StateBatch::write);
            if (defect == Defect.OFFSET_BEFORE_CONTENTS && !deferred.isEmpty()) {
                deferred.forEach(Runnable::run);
                offsets.write();
            }
            main.write();
            if (defect == Defect.OFFSET_AFTER_CONTENTS && !deferred.isEmpty()) {
                deferred.forEach(Runnable::run);
                offsets.write();
            }
        }

        @Override
        public void close() {
            main.close();
        }
    }
}
