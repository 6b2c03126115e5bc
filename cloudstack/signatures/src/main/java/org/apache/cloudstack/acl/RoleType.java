package org.apache.cloudstack.acl;

/** Declaration only; see the README of this module. */
public enum RoleType {
    Admin;
}
