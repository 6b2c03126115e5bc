package org.hostha.oobm.redfish.internal;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a call may do until its deadline; afterwards everything throws why the call has ended. */
interface Exchange {

    /** Sends one request and waits for the answer. */
    HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException;

    void pause(Duration duration);

    void throwIfEnded();
}
