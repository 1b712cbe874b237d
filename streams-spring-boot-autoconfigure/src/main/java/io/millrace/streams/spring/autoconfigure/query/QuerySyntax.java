package io.millrace.streams.spring.autoconfigure.query;

/**
 * What a query must be like, whatever is stored.
 *
 * @param bounds how much a query may take
 */
record QuerySyntax(QueryBounds bounds) {

    void check(StoreQuery query) {
        StoreQuery.Keys keys = query.keys();
        boolean range = keys.fromKey() != null || keys.toKey() != null;
        if ((keys.key() != null ? 1 : 0) + (keys.prefix() != null ? 1 : 0) + (range ? 1 : 0) > 1) {
            throw Refusals.badParameters("Give one of key, prefix, or fromKey and toKey, not several.");
        }
        for (String text : new String[] {keys.key(), keys.prefix(), keys.fromKey(), keys.toKey()}) {
            if (text != null && text.length() > QueryBounds.LONGEST_KEY) {
                throw Refusals.badRequest("key-too-long", "Keys may have 8192 characters at most.");
            }
        }
        limit(query);
        stale(query);
        WindowBounds.of(query);
    }

    int limit(StoreQuery query) {
        Integer asked = query.page().limit();
        if (asked == null) {
            return Math.min(QueryBounds.DEFAULT_LIMIT, bounds.maxResults());
        }
        if (asked < 1) {
            throw Refusals.badRequest("bad-limit", "Parameter limit must be 1 or more.");
        }
        return Math.min(asked, bounds.maxResults());
    }

    boolean stale(StoreQuery query) {
        Boolean asked = query.place().stale();
        if (asked == null) {
            return bounds.stale().allowed();
        }
        if (asked && !bounds.stale().allowed()) {
            throw Refusals.badRequest(
                    "stale-not-allowed", "Copies that follow are not read here: streams.query.stale.allowed is false.");
        }
        return asked;
    }
}
