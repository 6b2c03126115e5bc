package org.hostha.core;

/**
 * Something that an admin should look at now, in CloudStack's alert list.
 *
 * @param type CloudStack's alert type
 * @param resource what it is about
 * @param subject one line; never a secret
 * @param body what was seen and what to do; never a secret
 */
public record Alert(Type type, Resource resource, String subject, String body) {

    /** The alert types in use, with CloudStack's numbers and names. */
    public enum Type {
        HOST(7, "ALERT.COMPUTE.HOST"),
        USERVM(8, "ALERT.USERVM"),
        MANAGEMENT_NODE(14, "ALERT.MANAGEMENT"),
        OOBM_AUTH_ERROR(29, "ALERT.OOBM.AUTHERROR"),
        HA_ACTION(30, "ALERT.HA.ACTION");

        private final int id;
        private final String upstreamName;

        Type(int id, String upstreamName) {
            this.id = id;
            this.upstreamName = upstreamName;
        }

        public int id() {
            return id;
        }

        public String upstreamName() {
            return upstreamName;
        }
    }
}
