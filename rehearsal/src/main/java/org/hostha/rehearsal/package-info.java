/**
 * Failures rehearsed in virtual time: the real engine and the real decision core, on machines, BMCs, a database and
 * managers that exist only here and fail as a seed says.
 */
package org.hostha.rehearsal;
