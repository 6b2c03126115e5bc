package org.hostha.cloudstack.client;

/** CloudStack refused the command, or the job failed. */
public final class ApiErrorException extends CloudStackException {

    private final String command;
    private final int errorCode;
    private final int csErrorCode;
    private final String errorText;

    ApiErrorException(String command, int errorCode, int csErrorCode, String errorText) {
        super(command + ": " + errorText + " (error " + errorCode
                + (csErrorCode == 0 ? "" : ", cserrorcode " + csErrorCode) + ")", null);
        this.command = command;
        this.errorCode = errorCode;
        this.csErrorCode = csErrorCode;
        this.errorText = errorText;
    }

    public String command() {
        return command;
    }

    /** CloudStack's {@code errorcode}, or the HTTP status where the answer has none: 401, 431, 530, ... */
    public int errorCode() {
        return errorCode;
    }

    /** CloudStack's {@code cserrorcode}, which names the kind of failure; 0 where the answer has none. */
    public int csErrorCode() {
        return csErrorCode;
    }

    /** CloudStack's own words. */
    public String errorText() {
        return errorText;
    }
}
