package io.millrace.streams.spring.autoconfigure.actuate;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Refuses parameters that an operation of ours does not have. Passed over, a misspelt {@code key} would be answered with the whole
 * store. What the request wrote is not repeated: it may be anything.
 */
final class KnownParameters implements OperationInvokerAdvisor {

    private static final Set<EndpointId> OURS =
            Set.of(EndpointId.of(StreamsEndpoint.ID), EndpointId.of(StreamsQueryEndpoint.ID));

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType type, OperationParameters parameters, OperationInvoker invoker) {
        if (!OURS.contains(endpoint)) {
            return invoker;
        }
        Set<String> known = names(parameters, parameter -> true);
        Set<String> shown = names(parameters, parameter -> parameter.getAnnotation(Selector.class) == null);
        String remedy = shown.isEmpty() ? "It takes none." : "Those there are: " + String.join(", ", shown) + ".";
        return context -> known.containsAll(context.getArguments().keySet())
                ? invoker.invoke(context)
                : Problem.badRequest("bad-parameters", "A parameter is given that there is not. " + remedy);
    }

    /** Of those that a request gives, in order; who asks is told by the framework. */
    private static Set<String> names(OperationParameters parameters, Predicate<OperationParameter> wanted) {
        return parameters.stream()
                .filter(parameter -> parameter.getType() != SecurityContext.class)
                .filter(wanted)
                .map(OperationParameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
