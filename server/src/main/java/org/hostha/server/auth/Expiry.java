package org.hostha.server.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Optional;

/** The point in time up to which a version 3 signature holds, in any of the forms that CloudStack takes. */
final class Expiry {

    /**
     * {@code 2026-11-22T10:00:00Z}, {@code ...+01:00}, {@code ...+0100} and {@code ...Z+0100}, each with or without
     * fraction.
     */
    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).appendPattern("xx")
                    .toFormatter(),
            new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).appendPattern("'Z'xx")
                    .toFormatter());

    private Expiry() {
    }

    /** Empty when the text is none of the forms. */
    static Optional<Instant> parse(String text) {
        for (DateTimeFormatter form : FORMS) {
            try {
                return Optional.of(OffsetDateTime.parse(text, form).toInstant());
            } catch (DateTimeException e) {
                // Not this form; another one may fit.
            }
        }
        return Optional.empty();
    }
}
