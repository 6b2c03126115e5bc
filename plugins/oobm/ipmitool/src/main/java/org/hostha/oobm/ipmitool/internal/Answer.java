package org.hostha.oobm.ipmitool.internal;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a BMC answered to one raw request, out of what {@code ipmitool -v} prints: the number of data bytes and then
 * exactly so many, or a completion code. Anything else is neither. What was printed is not kept: it repeats the
 * request, which may hold a password.
 *
 * @param code the completion code; empty when none can be made out
 * @param data what follows the completion code
 */
public record Answer(OptionalInt code, List<Integer> data) {

    private static final Pattern GOOD = Pattern.compile("(?m)^RAW RSP \\((\\d+) bytes\\)$");
    private static final Pattern BAD = Pattern.compile(
            "(?m)^Unable to send RAW command \\(.*rsp=0x([0-9a-fA-F]{1,2})\\)");

    /** Command completed normally (IPMI 2.0, table 5-2). */
    public static final int OK = 0x00;
    /** Not supported in the present state. */
    public static final int NOT_IN_THIS_STATE = 0xd5;
    /** Insufficient privilege. */
    public static final int NO_PRIVILEGE = 0xd4;

    private static final Set<Integer> BUSY = Set.of(0xc0, 0xc3, 0xc4, 0xce, 0xd0, 0xd1, 0xd2);

    static Answer parse(String printed) {
        Matcher bad = BAD.matcher(printed);
        if (bad.find()) {
            return new Answer(OptionalInt.of(Integer.parseInt(bad.group(1), 16)), List.of());
        }
        Matcher good = GOOD.matcher(printed);
        if (!good.find()) {
            return new Answer(OptionalInt.empty(), List.of());
        }
        List<Integer> data = new ArrayList<>();
        for (String word : printed.substring(good.end()).trim().split("\\s+")) {
            if (!word.isEmpty()) {
                if (!word.matches("[0-9a-fA-F]{2}")) {
                    return new Answer(OptionalInt.empty(), List.of());
                }
                data.add(HexFormat.fromHexDigits(word));
            }
        }
        boolean complete = data.size() == Integer.parseInt(good.group(1));
        return new Answer(complete ? OptionalInt.of(OK) : OptionalInt.empty(), List.copyOf(data));
    }

    public boolean ok() {
        return is(OK);
    }

    public boolean is(int completionCode) {
        return code.isPresent() && code.getAsInt() == completionCode;
    }

    /**
     * True when the BMC says that it can't answer now: busy, out of room, updating or starting (IPMI 2.0, table 5-2).
     */
    public boolean busy() {
        return code.isPresent() && BUSY.contains(code.getAsInt());
    }

    /** True when the BMC completed the request and sent at least {@code bytes} bytes. */
    public boolean holds(int bytes) {
        return ok() && data.size() >= bytes;
    }

    public int at(int index) {
        return data.get(index);
    }

    /** For messages: the completion code, or that there was none. Never what was sent. */
    public String summary() {
        return code.isPresent() ? "completion code 0x%02x".formatted(code.getAsInt()) : "no valid answer";
    }
}
