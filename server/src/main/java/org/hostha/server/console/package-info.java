/** Serves the web console: its files, and a stream of what changes. What it does, it does through the public API. */
package org.hostha.server.console;
