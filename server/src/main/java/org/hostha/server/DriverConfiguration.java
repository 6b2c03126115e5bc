package org.hostha.server;

import org.springframework.context.annotation.Configuration;

/** The plugins: drivers that talk to BMCs, and HA providers. */
@Configuration
class DriverConfiguration {
}
