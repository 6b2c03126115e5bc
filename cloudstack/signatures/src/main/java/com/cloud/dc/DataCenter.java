package com.cloud.dc;

import org.apache.cloudstack.kernel.Partition;

/** Declaration only; see the README of this module. */
public interface DataCenter extends Partition {
    String getName();
}
