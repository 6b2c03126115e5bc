package com.cloud.storage;

import org.apache.cloudstack.api.Identity;
import org.apache.cloudstack.api.InternalIdentity;

/** Declaration only; see the README of this module. */
public interface Volume extends Identity, InternalIdentity {
}
