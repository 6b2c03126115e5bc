package org.hostha.testkit.redfish;

import java.util.Map;

/** What goes back to the client. */
record FakeAnswer(int status, Map<String, String> headers, String body) {

    static FakeAnswer of(int status, String body) {
        return new FakeAnswer(status, Map.of(), body);
    }

    static FakeAnswer redirect(String to) {
        return new FakeAnswer(308, Map.of("Location", to), "");
    }

    /** Redfish's form of an error (DSP0266, error responses). */
    static FakeAnswer error(int status, String messageId, String message) {
        return of(status, """
                {"error": {"code": "Base.1.8.GeneralError", "message": "See @Message.ExtendedInfo.",
                 "@Message.ExtendedInfo": [{"MessageId": "%s", "Message": "%s", "MessageArgs": []}]}}
                """.formatted(messageId, message));
    }
}
