/**
 * The decision core: {@code decide(case, input, policy, now)}. Pure: no I/O, no clock, no randomness, no threads. Everything
 * in here can be replayed.
 */
package org.hostha.ha.decision;
