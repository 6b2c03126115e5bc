package com.cloud.agent.api;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class Answer extends Command {
    public boolean getResult() {
        return Signature.value();
    }
    public String getDetails() {
        return Signature.value();
    }
}
