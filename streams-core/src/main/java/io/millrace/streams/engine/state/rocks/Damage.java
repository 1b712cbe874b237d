package io.millrace.streams.engine.state.rocks;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells files that are at fault from a disk that is full, missing rights, or a mistake in the use of RocksDB. */
final class Damage {

    private Damage() {}

    /** A finding of our own, in RocksDB's words. */
    static RocksDBException found(String message) {
        return new RocksDBException(message, new Status(Status.Code.Corruption, Status.SubCode.None, message));
    }

    /** Whether a database that was open is damaged. */
    static boolean isFoundInUse(RocksDBException e) {
        Status status = e.getStatus();
        return status != null
                && (status.getCode() == Status.Code.Corruption
                        || (status.getCode() == Status.Code.IOError && isMissingFile(status)));
    }

    /**
     * Whether a database cannot be opened because it is damaged.
     *
     * @param hasOwnOptions whether it has options of the user's, which may be what is wrong
     */
    static boolean isFoundAtOpening(RocksDBException e, boolean hasOwnOptions) {
        Status status = e.getStatus();
        if (status == null) {
            return true;
        }
        return switch (status.getCode()) {
            case InvalidArgument -> !hasOwnOptions;
            case Corruption, NotFound, NotSupported, Incomplete, MergeInProgress -> true;
            case IOError -> isMissingFile(status);
            default -> false;
        };
    }

    private static boolean isMissingFile(Status status) {
        String state = status.getState() == null ? "" : status.getState();
        return state.contains("No such file") || state.contains("truncat") || state.contains("Not a directory");
    }
}
