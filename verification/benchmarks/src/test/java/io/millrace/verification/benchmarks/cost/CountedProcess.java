package io.millrace.verification.benchmarks.cost;

import java.lang.reflect.InvocationTargetException;

/** Runs {@link CostMain} with counted native calls. */
public final class CountedProcess {

    private CountedProcess() {}

    /** @param arguments those of {@link CostMain} */
    public static void main(String[] arguments) throws Throwable {
        ClassLoader loader = new CountingLoader(CountedProcess.class.getClassLoader());
        try {
            loader.loadClass(CostMain.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
