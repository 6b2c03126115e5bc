package org.hostha.server.auth;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Settings;
import org.hostha.server.api.ApiException;
import org.hostha.server.api.ApiRequest;
import org.hostha.server.api.ApiSettings;
import org.hostha.server.api.Authenticator;
import org.hostha.server.api.Caller;
import org.hostha.server.api.Command;

/**
 * Signed requests, versions 1 and 3. The checks run in CloudStack's order, and a client learns of none which one it was
 * that failed.
 */
public final class ApiKeyAuthenticator implements Authenticator {

    private static final Logger LOG = LogManager.getLogger(ApiKeyAuthenticator.class);
    private static final String VERSION_WITH_EXPIRY = "3";

    private final Users users;
    private final Settings settings;
    private final Clock clock;

    /** @param clock the wall clock that signatures expire by */
    public ApiKeyAuthenticator(Users users, Settings settings, Clock clock) {
        this.settings = settings;
        this.users = users;
        this.clock = clock;
    }

    @Override
    public Caller authenticate(ApiRequest request, Optional<Command> command) {
        require(command.isPresent(), "no such command");
        Optional<String> apiKey = request.anyCase("apikey");
        Optional<String> signature = request.anyCase("signature");
        require(apiKey.isPresent() && signature.isPresent(), "no API key or no signature");
        boolean enforced = settings.value(ApiSettings.ENFORCE_POST);
        boolean expires = request.anyCase("signatureversion").equals(Optional.of(VERSION_WITH_EXPIRY));
        require(expires || !enforced, "a signature that never expires");
        if (expires) {
            require(inForce(request.anyCase("expires"), enforced), "expired, or no readable time of expiry");
        }
        Users.Identity key = users.byApiKey(apiKey.get()).orElseThrow(() -> refused("unknown API key"));
        require(key.enabled(), "user or account is not enabled");
        require(key.mayUseKey(), "the user may not use API keys");
        require(key.secretKey().isPresent(), "the user has no secret key");
        require(Signature.matches(request.raw(), key.secretKey().get(), signature.get()),
                "the signature does not match");
        return key.caller();
    }

    private boolean inForce(Optional<String> expires, boolean soon) {
        Instant now = clock.instant();
        return expires.flatMap(Expiry::parse).filter(end -> end.isAfter(now)
                && (!soon || !end.isAfter(now.plus(ApiSettings.longestExpiry())))).isPresent();
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw refused(otherwise);
        }
    }

    private static ApiException refused(String why) {
        LOG.debug("request refused: {}", why);
        return ApiException.unauthorised();
    }
}
