package com.cloud.utils.fsm;

/** Declaration only; see the README of this module. */
public class NoTransitionException extends Exception {
}
