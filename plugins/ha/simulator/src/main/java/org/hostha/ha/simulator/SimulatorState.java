package org.hostha.ha.simulator;

/**
 * What a simulated host answers: CloudStack's parameters of {@code configureSimulatorHAProviderState}.
 *
 * @param health whether health checks pass
 * @param activity whether activity checks find it active
 * @param recover whether its power obeys when it is recovered
 * @param fence whether its power obeys when it is fenced
 */
public record SimulatorState(boolean health, boolean activity, boolean recover, boolean fence) {
}
