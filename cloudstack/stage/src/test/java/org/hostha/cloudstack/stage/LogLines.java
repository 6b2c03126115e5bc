package org.hostha.cloudstack.stage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps the lines that are INFO or worse. */
final class LogLines extends AbstractAppender {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        super("lines", null, null, true, Property.EMPTY_ARRAY);
        start();
        Configurator.setRootLevel(Level.INFO);
        ((Logger) LogManager.getRootLogger()).addAppender(this);
    }

    @Override
    public void append(LogEvent event) {
        Throwable thrown = event.getThrown();
        lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getMessage().getFormattedMessage()
                + (thrown == null ? "" : " " + thrown));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
