package org.hostha.testkit.redfish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a {@link FakeRedfish} does wrong. Every knob is off at first; a test turns them, also while requests are under
 * way.
 */
public final class Faults {

    volatile boolean noSessionService;
    volatile boolean noAllowableValues;
    volatile boolean acceptsWithoutObeying;
    volatile boolean answersWithTask;
    volatile boolean cutsConnectionOnReset;
    volatile boolean cutsJson;
    volatile boolean forgetsPasswords;
    volatile boolean hangsOnReset;
    volatile Integer statusOfReset;
    volatile Integer statusOfEverything;
    volatile String contentType = "application/json;odata.metadata=minimal;charset=utf-8";
    volatile String powerState;
    volatile String redirect;
    volatile String role = "Administrator";
    volatile Duration delay = Duration.ZERO;
    volatile Duration transition = Duration.ZERO;
    volatile int sessionLimit = 8;
    volatile List<String> resetTypes;
    final AtomicInteger unavailable = new AtomicInteger();
    final AtomicInteger cuts = new AtomicInteger();

    /** The service root names no session service, as old firmware: only Basic authentication is left. */
    public Faults noSessionService() {
        noSessionService = true;
        return this;
    }

    /** At most so many sessions at once. */
    public Faults sessionLimit(int limit) {
        sessionLimit = limit;
        return this;
    }

    /** The action doesn't tell which ResetType values it takes. */
    public Faults noAllowableValues() {
        noAllowableValues = true;
        return this;
    }

    /** The only ResetType values that the service names and takes. */
    public Faults resetTypes(String... types) {
        resetTypes = List.of(types);
        return this;
    }

    /** Resets are accepted, and nothing happens. */
    public Faults acceptsWithoutObeying() {
        acceptsWithoutObeying = true;
        return this;
    }

    /** Resets are answered with 202 and a task. */
    public Faults answersWithTask() {
        answersWithTask = true;
        return this;
    }

    /** The reset is carried out, but instead of an answer the connection ends. */
    public Faults cutsConnectionOnReset() {
        cutsConnectionOnReset = true;
        return this;
    }

    /** The reset is carried out, but never answered. */
    public Faults hangsOnReset() {
        hangsOnReset = true;
        return this;
    }

    /** Resets are answered with this status, and not carried out. */
    public Faults statusOfReset(int status) {
        statusOfReset = status;
        return this;
    }

    /** Every request is answered with this status; null for normal answers again. */
    public Faults statusOfEverything(Integer status) {
        statusOfEverything = status;
        return this;
    }

    /** The next requests are answered with 503. */
    public Faults unavailableFor(int requests) {
        unavailable.set(requests);
        return this;
    }

    /** The connections of the next requests end without an answer, and the requests are not carried out. */
    public Faults cutsConnections(int requests) {
        cuts.set(requests);
        return this;
    }

    /** Only the first half of each body is sent. */
    public Faults cutsJson() {
        cutsJson = true;
        return this;
    }

    /** The Content-Type of every answer. */
    public Faults contentType(String type) {
        contentType = type;
        return this;
    }

    /** The PowerState that is shown, whatever the power is; null for the true one. */
    public Faults powerState(String state) {
        powerState = state;
        return this;
    }

    /** Resources are redirected to the same path below this base URL. */
    public Faults redirectsTo(String base) {
        redirect = base;
        return this;
    }

    /** The RoleId of the user's account. */
    public Faults role(String name) {
        role = name;
        return this;
    }

    /** A password change is accepted and forgotten. */
    public Faults forgetsPasswords() {
        forgetsPasswords = true;
        return this;
    }

    /** Each request waits this long. */
    public Faults delay(Duration each) {
        delay = each;
        return this;
    }

    /** How long switching on or off takes; meanwhile PowerState is PoweringOn or PoweringOff. */
    public Faults transition(Duration duration) {
        transition = duration;
        return this;
    }

    List<String> resetTypes(Profile profile) {
        return resetTypes == null ? new ArrayList<>(profile.resetTypes()) : resetTypes;
    }
}
