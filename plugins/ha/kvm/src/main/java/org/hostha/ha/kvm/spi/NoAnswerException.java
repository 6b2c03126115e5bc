package org.hostha.ha.kvm.spi;

/**
 * A host was asked, and did not answer in time, refused the connection, or broke it off. Never for a failure on our
 * side: a closed client, no free descriptor, no room in a queue.
 */
public class NoAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, in words that continue "agent": "did not answer within 2 s", "refused the
     *     connection"
     */
    public NoAnswerException(String message) {
        super(message);
    }

    public NoAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
