package org.apache.cloudstack.api;

/** Declaration only; see the README of this module. */
public enum ApiCommandResourceType {
    Host;
}
