/** The moving parts of {@link org.hostha.ha.HAEngine}. */
package org.hostha.ha.internal;
