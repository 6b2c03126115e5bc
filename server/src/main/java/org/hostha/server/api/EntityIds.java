package org.hostha.server.api;

import java.util.OptionalLong;

/** Knows the internal ids of what clients name by UUID. */
public interface EntityIds {

    /** The internal id, also of what was removed; empty when there never was such a thing. */
    OptionalLong find(Entity entity, String uuid);
}
