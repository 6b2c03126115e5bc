/** The program that a simulated host runs: its agent, in a JVM of its own. */
package org.hostha.demo.zone.agent;
