/** The hosts' agents: asking them, and knowing which of them answer. */
package org.hostha.server.hosts;
