package org.apache.cloudstack.kernel;

import org.apache.cloudstack.api.Identity;
import org.apache.cloudstack.api.InternalIdentity;

/** Declaration only; see the README of this module. */
public interface Partition extends InternalIdentity, Identity {
}
