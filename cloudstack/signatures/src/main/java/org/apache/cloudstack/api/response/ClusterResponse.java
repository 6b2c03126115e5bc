package org.apache.cloudstack.api.response;

/** Declaration only; see the README of this module. */
public class ClusterResponse {
}
