/** {@code ./hostha demo}: a server, a simulated zone, four failures, and a verdict on each. */
package org.hostha.demo;
