package org.hostha.oobm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hostha.core.Resource;
import org.hostha.core.Secret;

/** One host's BMC, as admins write many of them into one text: a host a line, its fields separated by commas. */
public record BmcLine(Resource host, String address, String port, String username, Secret password) {

    private static final int FIELDS = 5;
    /** What a column holds. */
    private static final int LONGEST = 255;

    /**
     * Reads {@code host,address,port,username,password} lines; the password is the rest of the line. Blank lines don't count.
     *
     * @param named the hosts of a name or id
     * @param where they are looked for, for people: {@code cluster kvm}
     * @throws IllegalArgumentException naming the line that is wrong, and never a password
     */
    public static List<BmcLine> parse(String text, Function<String, List<Resource>> named, String where) {
        List<BmcLine> lines = new ArrayList<>();
        Set<Resource> seen = new HashSet<>();
        List<String> all = text.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < all.size(); i++) {
            String[] fields = all.get(i).split(",", FIELDS);
            if (fields.length < FIELDS) {
                throw wrong(i, "has " + fields.length + " of the " + FIELDS + " fields host,address,port,username,password");
            }
            List<Resource> hosts = named.apply(fields[0].trim());
            if (hosts.size() != 1) {
                throw wrong(i, where + " has " + (hosts.isEmpty() ? "no" : "more than one") + " host of name or ID '"
                        + fields[0].trim() + "'");
            }
            if (!seen.add(hosts.get(0))) {
                throw wrong(i, "host '" + fields[0].trim() + "' is in an earlier line already");
            }
            if (fields[1].isBlank()) {
                throw wrong(i, "has no address");
            }
            if (Stream.of(fields).limit(FIELDS - 1).anyMatch(field -> field.trim().length() > LONGEST)) {
                throw wrong(i, "has a field of more than " + LONGEST + " characters");
            }
            lines.add(new BmcLine(hosts.get(0), fields[1].trim(), fields[2].trim(), fields[3].trim(), Secret.of(fields[4])));
        }
        if (lines.isEmpty()) {
            throw wrong(0, "the list names no host");
        }
        return lines;
    }

    /** @param line counted from 0 */
    static IllegalArgumentException wrong(int line, String what) {
        return new IllegalArgumentException("hosts, line " + (line + 1) + ": " + what + "; nothing was changed");
    }
}
