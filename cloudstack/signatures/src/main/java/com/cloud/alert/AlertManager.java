package com.cloud.alert;

import com.cloud.utils.component.Manager;
import org.apache.cloudstack.alert.AlertService;

/** Declaration only; see the README of this module. */
public interface AlertManager extends Manager, AlertService {
    void sendAlert(AlertService.AlertType alertType, long id, Long number, String text, String text2);
}
