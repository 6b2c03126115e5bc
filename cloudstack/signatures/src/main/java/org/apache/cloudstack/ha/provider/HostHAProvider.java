package org.apache.cloudstack.ha.provider;

import com.cloud.host.Host;

/** Declaration only; see the README of this module. */
public interface HostHAProvider extends HAProvider<Host> {
}
