package com.cloud.utils.component;

/** Declaration only; see the README of this module. */
public interface Manager extends ComponentLifecycle {
}
