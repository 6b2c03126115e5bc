package org.hostha.server.api;

/**
 * A failure that a client is told: CloudStack's HTTP status, its {@code cserrorcode} (derived there from the class of
 * the wrapped exception) and a text without secrets.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** {@code cserrorcode} of an error that the API layer itself raises. */
    public static final int RAISED_BY_API = 9999;
    private static final int RUNTIME = 4250;
    private static final int INVALID_VALUE = 4350;
    private static final int PERMISSION_DENIED = 4365;
    private static final int UNAVAILABLE_COMMAND = 4555;

    private final int status;
    private final int csErrorCode;

    private ApiException(int status, int csErrorCode, String text) {
        super(text);
        this.status = status;
        this.csErrorCode = csErrorCode;
    }

    /** 401; it says nothing about which part was wrong, and carries no {@code cserrorcode}. */
    public static ApiException unauthorised() {
        return new ApiException(401, 0, "unable to verify user credentials and/or request signature");
    }

    /** 401: the caller is known, and may not call the command. */
    public static ApiException denied(String command) {
        return new ApiException(401, 0, "The given command '" + command
                + "' either does not exist, is not available for user.");
    }

    /** 531: wrong credentials, or an account that may not do this. */
    public static ApiException account(String text) {
        return new ApiException(531, PERMISSION_DENIED, text);
    }

    /** 400: the request itself can't be read. */
    public static ApiException badRequest(String text) {
        return new ApiException(400, RAISED_BY_API, text);
    }

    /** 405. */
    public static ApiException methodNotAllowed(String method) {
        return new ApiException(405, RAISED_BY_API, "The API takes GET and POST, not " + method);
    }

    /** 430: a parameter's form is wrong. */
    public static ApiException malformed(String text) {
        return new ApiException(430, RAISED_BY_API, text);
    }

    /** 431, found while the parameters were read. */
    public static ApiException parameter(String text) {
        return new ApiException(431, RAISED_BY_API, text);
    }

    /** 431, found by the command. */
    public static ApiException invalidValue(String text) {
        return new ApiException(431, INVALID_VALUE, text);
    }

    /** 432: no such command. */
    public static ApiException unknownCommand(String name) {
        return new ApiException(432, UNAVAILABLE_COMMAND, "The given command " + name + " does not exist.");
    }

    /** 530: it could not be done. */
    public static ApiException failed(String text) {
        return new ApiException(530, RUNTIME, text);
    }

    /** 530, raised by the API layer: nothing but the log knows more. */
    public static ApiException internal() {
        return new ApiException(530, RAISED_BY_API, "Internal error; the server's log has the details.");
    }

    /** HTTP status and {@code errorcode}. */
    public int status() {
        return status;
    }

    /** 0 where CloudStack sends none. */
    public int csErrorCode() {
        return csErrorCode;
    }
}
