package com.cloud.hypervisor;

/** Declaration only; see the README of this module. */
public class Hypervisor {

    public static class HypervisorType {
    }
}
