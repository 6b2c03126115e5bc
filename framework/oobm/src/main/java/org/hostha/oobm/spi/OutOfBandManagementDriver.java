package org.hostha.oobm.spi;

/**
 * A way to talk to BMCs. Its abilities are the capability interfaces of this package that it also implements; what it
 * does not implement, the service answers for it with
 * {@link org.hostha.oobm.OutOfBandManagementException.Kind#UNSUPPORTED}.
 *
 * <p>Rules for every capability:
 * <ul>
 * <li>A call returns at once; the answer comes through the future, on any thread.
 * <li>A call ends by its deadline: with an answer or with {@code TIMEOUT}. After the deadline, and after
 *     {@code cancel(true)} on the future, nothing more is sent to the BMC but the end of a session that the call has
 *     opened; child processes are killed. The future of a cancelled call may be done before that.
 * <li>A failure is an {@link org.hostha.oobm.OutOfBandManagementException} that names the BMC. No secret is in it, nor
 *     in a log line, an argument list, a URL or an environment that others may read.
 * <li>A driver retries only what can be repeated without harm. It never repeats a power command of its own accord once
 *     the BMC may have received it; at most it sends the packet of an ON or OFF again, in the same session and before
 *     the deadline.
 * <li>Calls for different BMCs run side by side. For one BMC the service makes one call at a time.
 * </ul>
 */
public interface OutOfBandManagementDriver extends AutoCloseable {

    /** CloudStack's name of the driver, lower case: {@code ipmitool}, {@code redfish}, ... */
    String name();

    /** Releases threads, sockets and child processes; calls under way fail. */
    @Override
    default void close() {
    }
}
