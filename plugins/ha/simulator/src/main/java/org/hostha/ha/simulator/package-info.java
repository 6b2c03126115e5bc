/** HA for simulated hosts: whether they are well, and whether they obey, is set by a test. */
package org.hostha.ha.simulator;
