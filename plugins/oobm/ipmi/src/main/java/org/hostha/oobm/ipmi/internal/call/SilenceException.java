package org.hostha.oobm.ipmi.internal.call;

/** A question was sent as often as is allowed, and nobody answered it. */
final class SilenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean harmless;

    /** @param question described for people */
    SilenceException(Question<?> question) {
        super("no answer to " + question.name() + question.consequence(), null, false, false);
        harmless = question.consequence().isEmpty();
    }

    /** Whether all may be asked again from the start. */
    boolean isHarmless() {
        return harmless;
    }
}
