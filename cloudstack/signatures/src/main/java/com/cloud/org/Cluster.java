package com.cloud.org;

import org.apache.cloudstack.kernel.Partition;

/** Declaration only; see the README of this module. */
public interface Cluster extends Partition {
    String getName();
}
