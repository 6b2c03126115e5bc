package org.apache.cloudstack.alert;

import org.hostha.cloudstack.signatures.Signature;

/** Declaration only; see the README of this module. */
public interface AlertService {

    public static class AlertType {
        public static final AlertService.AlertType ALERT_TYPE_HOST = Signature.value();
        public static final AlertService.AlertType ALERT_TYPE_USERVM = Signature.value();
        public static final AlertService.AlertType ALERT_TYPE_MANAGEMENT_NODE = Signature.value();
        public static final AlertService.AlertType ALERT_TYPE_OOBM_AUTH_ERROR = Signature.value();
        public static final AlertService.AlertType ALERT_TYPE_HA_ACTION = Signature.value();
    }
}
