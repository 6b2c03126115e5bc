/** What the server counts and measures, for Prometheus at {@code /metrics}. The engine and the drivers know nothing of it. */
package org.hostha.server.metrics;
