package org.hostha.core;

/** The kinds of partition of a cloud, in CloudStack's words ({@code HAResource.PartitionType}). */
public enum PartitionType {
    Zone, Pod, Cluster, Host, VM
}
