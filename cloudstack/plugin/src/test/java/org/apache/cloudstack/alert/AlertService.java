package org.apache.cloudstack.alert;

/** CloudStack's, as far as the plugin feels it. */
public interface AlertService {

    class AlertType {
        public static final AlertType ALERT_TYPE_HOST = new AlertType("HOST");
        public static final AlertType ALERT_TYPE_USERVM = new AlertType("USERVM");
        public static final AlertType ALERT_TYPE_MANAGEMENT_NODE = new AlertType("MANAGEMENT_NODE");
        public static final AlertType ALERT_TYPE_OOBM_AUTH_ERROR = new AlertType("OOBM_AUTH_ERROR");
        public static final AlertType ALERT_TYPE_HA_ACTION = new AlertType("HA_ACTION");

        private final String name;

        private AlertType(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
