/** The standalone management server: its command line, and the wiring of all that it consists of. */
package org.hostha.server;
