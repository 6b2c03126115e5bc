package org.apache.cloudstack.api.command.admin.ha;

/** Declaration only; see the README of this module. */
public final class DisableHAForClusterCmd {
}
