package org.hostha.server.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;

/** The forms in which CloudStack takes a date as a parameter. */
final class Dates {

    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> OffsetDateTime.parse(text, DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx")).toInstant(),
            text -> LocalDateTime.parse(text, DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"))
                    .toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));

    private Dates() {
    }

    /** @throws IllegalArgumentException when it is none of the forms */
    static Instant parse(String text) {
        for (Function<String, Instant> form : FORMS) {
            try {
                return form.apply(text.trim());
            } catch (DateTimeException e) {
                // Not this form; another one may fit.
            }
        }
        throw new IllegalArgumentException("not a date; write yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or"
                + " yyyy-MM-ddTHH:mm:ss+0000");
    }
}
