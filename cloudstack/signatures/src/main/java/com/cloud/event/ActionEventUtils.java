package com.cloud.event;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public class ActionEventUtils {
    public static Long onCompletedActionEvent(Long number, Long number2, String text, String text2, String
            text3, Long number3, String text4, long id) {
        return Signature.value();
    }
}
