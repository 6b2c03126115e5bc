package org.hostha.cloudstack.plugin.notify;

import com.cloud.alert.AlertManager;
import com.cloud.event.ActionEventUtils;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.cloudstack.alert.AlertService.AlertType;
import org.apache.cloudstack.context.CallContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.hostha.core.Alert;
import org.hostha.core.Event;
import org.hostha.core.Notifications;
import org.hostha.core.Partition;
import org.hostha.core.Resource;

/**
 * Tells of events and alerts through CloudStack's own. Both may wait for the database and a mail server, so they are told one
 * after the other on a thread of the given executor; what is too much is logged instead, and counted.
 */
public final class CloudStackNotifications implements Notifications {

    private static final Logger LOG = LogManager.getLogger(CloudStackNotifications.class);
    private static final int WAITING = 10_000;
    /** Of {@code event.type} and {@code event.description}. */
    private static final int TYPE_LENGTH = 50;
    private static final int DESCRIPTION_LENGTH = 1000;
    private static final int SUBJECT_LENGTH = 900;
    private static final int BODY_LENGTH = 4900;
    private static final long NO_START = 0;

    private final AlertManager alerts;
    private final Executor teller;
    private final Semaphore room = new Semaphore(WAITING);
    private final AtomicLong dropped = new AtomicLong();

    /** @param teller one thread, where it may wait */
    public CloudStackNotifications(AlertManager alerts, Executor teller) {
        this.alerts = alerts;
        this.teller = teller;
    }

    /** On a thread that works for a caller of the API it is the caller's event. */
    @Override
    public void publish(Event event) {
        CallContext caller = CallContext.current();
        long user = caller == null ? 1 : caller.getCallingUserId();
        long account = caller == null ? 1 : caller.getCallingAccountId();
        Partition about = event.resource();
        tell(event.description(), () -> ActionEventUtils.onCompletedActionEvent(user, account, event.level().name(),
                fit(event.type(), TYPE_LENGTH), fit(event.description(), DESCRIPTION_LENGTH), about == null ? null : about.id(),
                about == null ? null : about.type().name(), NO_START));
    }

    @Override
    public void send(Alert alert) {
        Resource about = alert.resource();
        LOG.warn("alert: {} - {}", alert.subject(), alert.body());
        tell(alert.subject(), () -> alerts.sendAlert(type(alert.type()), about.zoneId(), about.podId() == 0 ? null
                : about.podId(), fit(alert.subject(), SUBJECT_LENGTH), fit(alert.body(), BODY_LENGTH)));
    }

    private void tell(String what, Runnable telling) {
        if (!room.tryAcquire()) {
            LOG.error("not told, too much is waiting ({} so far): {}", dropped.incrementAndGet(), what);
            return;
        }
        try {
            teller.execute(() -> {
                try {
                    telling.run();
                } catch (Throwable t) {
                    LOG.error("could not be told: {}", what, t);
                } finally {
                    room.release();
                }
            });
        } catch (RuntimeException e) {
            room.release();
            LOG.error("not told, it is being stopped: {}", what);
        }
    }

    private static AlertType type(Alert.Type type) {
        return switch (type) {
            case HOST -> AlertType.ALERT_TYPE_HOST;
            case USERVM -> AlertType.ALERT_TYPE_USERVM;
            case MANAGEMENT_NODE -> AlertType.ALERT_TYPE_MANAGEMENT_NODE;
            case OOBM_AUTH_ERROR -> AlertType.ALERT_TYPE_OOBM_AUTH_ERROR;
            case HA_ACTION -> AlertType.ALERT_TYPE_HA_ACTION;
        };
    }

    private static String fit(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }
}
