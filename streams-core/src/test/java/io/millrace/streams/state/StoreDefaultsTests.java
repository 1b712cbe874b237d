package io.millrace.streams.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.kstream.EmitStrategy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the store interfaces do by themselves. */
class StoreDefaultsTests {

    private static final Instant TWO = Instant.ofEpochMilli(2);
    private static final Instant THREE = Instant.ofEpochMilli(3);

    private final List<String> calls = new ArrayList<>();

    /** A store whose abstract methods note their arguments and answer nothing. */
    private <S> S store(Class<S> type) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            calls.add(method.getName() + Arrays.toString(arguments));
            return null;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void windowStoresTurnInstantsIntoMilliseconds() {
        WindowStore<String, String> store = windowStore();

        store.fetch("k", TWO, THREE);
        store.fetch("k", "l", TWO, THREE);
        store.fetchAll(TWO, THREE);

        assertThat(calls).containsExactly("fetch[k, 2, 3]", "fetch[k, l, 2, 3]", "fetchAll[2, 3]");
    }

    @Test
    void instantsThatAreNoMillisecondsAreNamed() {
        WindowStore<String, String> store = windowStore();

        assertThatThrownBy(() -> store.fetch("k", null, THREE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"timeFrom\"");
        assertThatThrownBy(() -> store.backwardFetchAll(TWO, Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"timeTo\"")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void operationsThatAnImplementationLeavesOutSaySo() {
        ReadOnlyKeyValueStore<?, ?> keyValueStore = store(ReadOnlyKeyValueStore.class);
        ReadOnlySessionStore<?, ?> sessionStore = store(ReadOnlySessionStore.class);

        assertThatThrownBy(keyValueStore::reverseAll)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("reverseAll");
        assertThatThrownBy(() -> windowStore().backwardFetch("k", 2L, 3L))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("backwardFetch");
        assertThatThrownBy(() -> sessionStore.fetchSession(null, 2L, 3L))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("fetchSession");
    }

    @Test
    @SuppressWarnings("unchecked") // The class literal cannot say what the store holds.
    void sessionStoresTurnInstantsIntoMilliseconds() {
        List<Long> times = new ArrayList<>();
        SessionStore<String, String> store = (SessionStore<String, String>) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    if (arguments.length == 3 && arguments[1] instanceof Long from && arguments[2] instanceof Long to) {
                        times.addAll(List.of(from, to));
                        return null;
                    }
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                });

        store.findSessions("k", TWO, THREE);
        store.backwardFindSessions("k", TWO, THREE);
        store.fetchSession("k", TWO, THREE);

        assertThat(times).containsExactly(2L, 3L, 2L, 3L, 2L, 3L);
    }

    @Test
    void parametersOfDslStoresAreValues() {
        Duration hour = Duration.ofHours(1);
        EmitStrategy onUpdate = EmitStrategy.onWindowUpdate();

        assertThat(new DslKeyValueParams("s", DslStoreFormat.TIMESTAMPED))
                .isEqualTo(new DslKeyValueParams("s", DslStoreFormat.TIMESTAMPED))
                .isNotEqualTo(new DslKeyValueParams("s", DslStoreFormat.PLAIN));
        assertThat(new DslWindowParams("s", hour, hour, false, onUpdate, true, DslStoreFormat.PLAIN))
                .isEqualTo(new DslWindowParams("s", hour, hour, false, onUpdate, true, DslStoreFormat.PLAIN))
                .isNotEqualTo(new DslWindowParams("s", hour, hour, false, onUpdate, false, DslStoreFormat.PLAIN));
        assertThat(new DslSessionParams("s", hour, onUpdate, DslStoreFormat.PLAIN))
                .isEqualTo(new DslSessionParams("s", hour, onUpdate, DslStoreFormat.PLAIN))
                .isNotEqualTo(new DslSessionParams("s", hour, onUpdate, DslStoreFormat.HEADERS));
        assertThatThrownBy(() -> new DslKeyValueParams(null, DslStoreFormat.PLAIN))
                .isInstanceOf(NullPointerException.class);
    }

    @SuppressWarnings("unchecked") // The class literal cannot say what the store holds.
    private WindowStore<String, String> windowStore() {
        return store(WindowStore.class);
    }
}
