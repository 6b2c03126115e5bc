package org.hostha.testkit.bmc;

import java.time.Duration;

/** What is wrong with a {@link FakeBmc}: each knob can be turned at any time, and nothing is wrong to begin with. */
public final class Faults {

    volatile double loss;
    volatile double duplication;
    volatile double garbage;
    volatile Duration delay = Duration.ZERO;
    volatile Duration jitter = Duration.ZERO;
    volatile boolean silent;
    volatile boolean wrongCodes;
    volatile boolean initialising;
    volatile boolean forgetful;
    volatile int busyAnswers;
    volatile int lostAnswers;
    volatile int sessionSlots = 16;

    /** The share of datagrams lost, in each direction: 0 to 1. */
    public Faults loss(double share) {
        loss = share;
        return this;
    }

    /** The share of datagrams that arrive twice, in each direction: 0 to 1. */
    public Faults duplication(double share) {
        duplication = share;
        return this;
    }

    /** The share of answers that are preceded by rubbish and, in a session, by a damaged copy: 0 to 1. */
    public Faults garbage(double share) {
        garbage = share;
        return this;
    }

    /** Each answer waits for {@code fixed} and a random part of {@code spread}, so that answers overtake each other. */
    public Faults delay(Duration fixed, Duration spread) {
        delay = fixed;
        jitter = spread;
        return this;
    }

    /** Hears nothing and says nothing, as a BMC without power. */
    public Faults silent(boolean isSilent) {
        silent = isSilent;
        return this;
    }

    /** Signs every packet of a session wrongly. */
    public Faults wrongCodes(boolean areWrong) {
        wrongCodes = areWrong;
        return this;
    }

    /** Says in Get Device ID that it is initialising. */
    public Faults initialising(boolean isInitialising) {
        initialising = isInitialising;
        return this;
    }

    /** Forgets all sessions before the next packet, as a BMC that has been reset. */
    public Faults forgetSessions() {
        forgetful = true;
        return this;
    }

    /** Answers the next {@code commands} in a session with "node busy" instead of carrying them out. */
    public Faults busy(int commands) {
        busyAnswers = commands;
        return this;
    }

    /** Carries the next {@code commands} of a session out, but loses the answers. */
    public Faults loseAnswers(int commands) {
        lostAnswers = commands;
        return this;
    }

    /** How many sessions there can be at once. */
    public Faults sessionSlots(int slots) {
        sessionSlots = slots;
        return this;
    }
}
