package io.millrace.streams.query;

/** How a query is to be executed. */
public class QueryConfig {

    private final boolean collectExecutionInfo;

    /**
     * Creates the configuration.
     *
     * @param collectExecutionInfo whether stores are to tell how they executed the query
     */
    public QueryConfig(boolean collectExecutionInfo) {
        this.collectExecutionInfo = collectExecutionInfo;
    }

    /**
     * Whether stores are to tell how they executed the query.
     *
     * @return true if so
     */
    public boolean isCollectExecutionInfo() {
        return collectExecutionInfo;
    }
}
