package io.millrace.streams.engine.dsl;

import io.millrace.streams.state.DslStoreSuppliers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The logical graph, operators in the order the user called for them; that order decides names and sub-topology numbers. */
final class OperatorGraph {

    private final NameSource names = new NameSource();
    private final List<Operator> operators = new ArrayList<>();
    private final DslSettings settings;

    OperatorGraph(DslSettings settings) {
        this.settings = settings;
    }

    NameSource names() {
        return names;
    }

    /** Makes the stores of tables unless a table says otherwise; null to leave it to the configuration of the application. */
    @Nullable
    DslStoreSuppliers storeDefaults() {
        return settings.storeSuppliers();
    }

    /** What rewrites may know of the processors of users. */
    ProcessOperator.Effect effectOfProcess() {
        return settings.processes() == DslSettings.Processes.REKEY
                ? ProcessOperator.Effect.REKEYED
                : ProcessOperator.Effect.OTHER;
    }

    void add(Operator operator) {
        operators.add(operator);
    }

    /** The operators so far, parents before children. */
    List<Operator> operators() {
        return List.copyOf(operators);
    }
}
