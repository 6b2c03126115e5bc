/** What others implement: HA providers for a kind of resource, and the ports to the world that the engine lives in. */
package org.hostha.ha.spi;
