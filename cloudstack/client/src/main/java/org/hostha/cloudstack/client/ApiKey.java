package org.hostha.cloudstack.client;

import java.util.Objects;

/**
 * A user's API key and the secret key that signs for it, as {@code registerUserKeys} hands them out. The secret never
 * prints.
 */
public record ApiKey(String apiKey, String secretKey) {

    public ApiKey {
        Objects.requireNonNull(apiKey, "apiKey");
        Objects.requireNonNull(secretKey, "secretKey");
        if (apiKey.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("an API key and its secret key can't be blank");
        }
    }

    @Override
    public String toString() {
        return "ApiKey[" + apiKey + "]";
    }
}
