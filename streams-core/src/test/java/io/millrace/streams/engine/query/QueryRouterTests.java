package io.millrace.streams.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.streams.engine.query.HostedStore.Role;
import io.millrace.streams.errors.UnknownStateStoreException;
import io.millrace.streams.processor.StateStore;
import io.millrace.streams.processor.StateStoreContext;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.query.FailureReason;
import io.millrace.streams.query.PositionBound;
import io.millrace.streams.query.Query;
import io.millrace.streams.query.QueryConfig;
import io.millrace.streams.query.QueryResult;
import io.millrace.streams.query.StateQueryRequest;
import io.millrace.streams.query.StateQueryResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryRouterTests {

    private final StoreDirectory directory = new StoreDirectory();
    private final QueryRouter router = new QueryRouter(directory, Set.of("store"));

    @BeforeEach
    void hostThreePartitions() {
        directory.publish(
                "worker",
                List.of(
                        new HostedStore(new TaskId(0, 0), new Named("zero"), Role.RUNNING),
                        new HostedStore(new TaskId(0, 1), new Named("one"), Role.RESTORING),
                        new HostedStore(new TaskId(0, 2), new Named(null), Role.RUNNING)));
    }

    @Test
    void asksEveryPartitionHere() {
        StateQueryResult<String> result = router.query(request());

        assertThat(result.getPartitionResults()).containsOnlyKeys(0, 1, 2);
        assertThat(result.getPartitionResults().get(0).getResult()).isEqualTo("zero");
        assertThat(result.getPartitionResults().get(1).getResult()).isEqualTo("one");
    }

    @Test
    void asksOnlyThePartitionsNamedAndTellsWhichAreElsewhere() {
        StateQueryResult<String> result = router.query(request().withPartitions(Set.of(0, 7)));

        assertThat(result.getPartitionResults()).containsOnlyKeys(0, 7);
        assertThat(result.getPartitionResults().get(7).getFailureReason()).isEqualTo(FailureReason.NOT_PRESENT);
    }

    @Test
    void aTaskThatIsRestoredIsNotActiveYet() {
        StateQueryResult<String> result = router.query(request().requireActive());

        assertThat(result.getPartitionResults().get(0).isSuccess()).isTrue();
        assertThat(result.getPartitionResults().get(1).getFailureReason()).isEqualTo(FailureReason.NOT_ACTIVE);
    }

    @Test
    void aStandbyAnswersUnlessTheActiveTaskIsAskedFor() {
        directory.publish("worker", List.of(new HostedStore(new TaskId(0, 3), new Named("three"), Role.STANDBY)));

        QueryResult<String> any = router.query(request()).getPartitionResults().get(3);
        QueryResult<String> active =
                router.query(request().requireActive()).getPartitionResults().get(3);

        assertThat(any.getResult()).isEqualTo("three");
        assertThat(active.getFailureReason()).isEqualTo(FailureReason.NOT_ACTIVE);
        assertThat(active.getFailureMessage()).contains("0_3", "is a standby here");
    }

    @Test
    void aStoreThatThrowsSpoilsOnlyItsPartition() {
        QueryResult<String> answer =
                router.query(request()).getPartitionResults().get(2);

        assertThat(answer.getFailureReason()).isEqualTo(FailureReason.STORE_EXCEPTION);
        assertThat(answer.getFailureMessage()).contains("0_2").contains("nothing in here");
    }

    @Test
    void aStoreThatTheTopologyLacksIsAnError() {
        assertThatExceptionOfType(UnknownStateStoreException.class)
                .isThrownBy(
                        () -> router.query(StateQueryRequest.inStore("other").withQuery(new NameQuery())));
    }

    private static StateQueryRequest<String> request() {
        return StateQueryRequest.inStore("store").withQuery(new NameQuery());
    }

    private record NameQuery() implements Query<String> {}

    private record Named(String answer) implements StateStore {

        @Override
        public String name() {
            return "store";
        }

        @Override
        @SuppressWarnings("unchecked") // Only name queries are asked.
        public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
            if (answer == null) {
                throw new IllegalStateException("nothing in here");
            }
            return QueryResult.forResult((R) answer);
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {}

        @Override
        public void close() {}

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
