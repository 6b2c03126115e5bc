/** What the KVM provider needs to know and to ask: implemented once for each way to reach hosts. */
package org.hostha.ha.kvm.spi;
