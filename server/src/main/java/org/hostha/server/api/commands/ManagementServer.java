package org.hostha.server.api.commands;

/**
 * This management server.
 *
 * @param msid CloudStack's number of it, kept in the database
 */
public record ManagementServer(long msid, String uuid, String name) {
}
