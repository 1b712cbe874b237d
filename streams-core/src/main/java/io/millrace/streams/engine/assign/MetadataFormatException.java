package io.millrace.streams.engine.assign;

/** Bytes that another member of the group sent are not what they should be. */
public final class MetadataFormatException extends RuntimeException {

    MetadataFormatException(String message) {
        super(message);
    }

    MetadataFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
