/**
 * The HA resource manager: decides when a resource is dead, has it recovered or fenced, and tells VM HA the truth. The
 * decision itself is a pure function ({@link org.hostha.ha.decision.DecisionCore}); {@link org.hostha.ha.HAEngine} is the
 * shell that gives it time, threads, storage and hands. What differs between hypervisors and between the worlds it runs in
 * comes through {@link org.hostha.ha.spi}.
 */
package org.hostha.ha;
