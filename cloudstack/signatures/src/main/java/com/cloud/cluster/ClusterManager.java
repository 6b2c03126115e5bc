package com.cloud.cluster;

import com.cloud.utils.component.Manager;

/** Declaration only; see the README of this module. */
public interface ClusterManager extends Manager {
    long getCurrentRunId();
}
