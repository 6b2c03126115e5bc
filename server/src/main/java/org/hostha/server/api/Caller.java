package org.hostha.server.api;

/**
 * On whose behalf a command runs. Ids without a word are internal; UUIDs are what clients see.
 *
 * @param domainPath such as {@code ROOT}
 */
public record Caller(long userId, String userUuid, String username, long accountId, String accountUuid, String account,
        long domainId, String domainUuid, String domainPath, Role role) {

    public boolean isRootAdmin() {
        return role == Role.ROOT_ADMIN;
    }
}
