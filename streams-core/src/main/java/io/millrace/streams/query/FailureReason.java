package io.millrace.streams.query;

/** Why a query has no answer. */
public enum FailureReason {

    /** The store does not know this type of query. */
    UNKNOWN_QUERY_TYPE,

    /** The query asks for the active replica, and the partition here is a standby or is still being restored. */
    NOT_ACTIVE,

    /** The partition has not yet reached the position the query asks for. Another try may succeed. */
    NOT_UP_TO_BOUND,

    /** The partition is not on this instance. */
    NOT_PRESENT,

    /** The store has no such partition. */
    DOES_NOT_EXIST,

    /** The store threw an exception, which the message of the failure tells. */
    STORE_EXCEPTION
}
