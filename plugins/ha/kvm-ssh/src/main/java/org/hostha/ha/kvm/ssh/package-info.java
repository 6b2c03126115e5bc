/** KVM hosts over SSH: asks the probe that is the forced command of our key on each host, and can ask nothing else. */
package org.hostha.ha.kvm.ssh;
