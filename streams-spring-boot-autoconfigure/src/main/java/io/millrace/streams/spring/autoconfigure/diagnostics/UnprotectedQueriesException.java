package io.millrace.streams.spring.autoconfigure.diagnostics;

/** What stores hold would be shown to whoever reaches a port. */
public final class UnprotectedQueriesException extends StreamsStartException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param server what the properties of the web server with the actuator start with
     */
    public UnprotectedQueriesException(String server) {
        super(
                "Endpoint 'streamsquery' would show what state stores hold to everybody who reaches its port: the web server"
                        + " is not bound to a loopback address, there is no filter chain of Spring Security, and no client"
                        + " certificate is asked for.",
                "Add spring-boot-starter-security, and say who may read /actuator/streamsquery/**; or ask for certificates"
                        + " with " + server + ".ssl.client-auth=need; or keep to this machine with " + server
                        + ".address=127.0.0.1. If something before the application decides who gets through, say so with"
                        + " streams.query.allow-unprotected=true.",
                null);
    }
}
