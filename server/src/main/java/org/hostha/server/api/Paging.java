package org.hostha.server.api;

import java.util.List;
import java.util.Optional;

/**
 * The part of a list that a client asked for.
 *
 * @param offset of its first row
 * @param limit rows at most
 */
public record Paging(int offset, int limit) {

    /** Everything. */
    public static final Paging ALL = new Paging(0, Integer.MAX_VALUE);

    static final Parameter<Integer> PAGE = Parameter.integer("page", "number of the page, from 1; needs pagesize");
    static final Parameter<Integer> PAGE_SIZE = Parameter.integer("pagesize", "rows of a page; -1 for all of them");
    static final Parameter<String> KEYWORD = Parameter.text("keyword", "only rows that contain this text");

    /**
     * CloudStack's rules: both parameters or none, at most so many rows, and -1 alone for everything.
     *
     * @param max {@code default.page.size}
     * @throws ApiException 431
     */
    static Paging of(Optional<Integer> page, Optional<Integer> pageSize, long max) {
        if (pageSize.equals(Optional.of(-1))) {
            if (page.isPresent()) {
                throw ApiException.parameter("page can't be given together with pagesize=-1");
            }
            return ALL;
        }
        if (page.isPresent() != pageSize.isPresent()) {
            throw ApiException.parameter("page and pagesize must be given together");
        }
        if (page.isEmpty()) {
            return new Paging(0, (int) Math.max(1, Math.min(max, Integer.MAX_VALUE)));
        }
        if (page.get() < 1 || pageSize.get() < 1) {
            throw ApiException.parameter("page and pagesize must be at least 1");
        }
        if (pageSize.get() > max) {
            throw ApiException.parameter("pagesize must be at most " + max);
        }
        long offset = (page.get() - 1L) * pageSize.get();
        return new Paging((int) Math.min(offset, Integer.MAX_VALUE), pageSize.get());
    }

    /** Cuts the page out of all matching rows. */
    public <T> Rows<T> cut(List<T> all) {
        return new Rows<>(all.size(), all.stream().skip(offset).limit(limit).toList());
    }

    /**
     * A page of rows.
     *
     * @param count of all rows that match, on this page and others
     */
    public record Rows<T>(int count, List<T> page) {

        /** A list that isn't paged. */
        public static <T> Rows<T> all(List<T> rows) {
            return new Rows<>(rows.size(), rows);
        }
    }
}
