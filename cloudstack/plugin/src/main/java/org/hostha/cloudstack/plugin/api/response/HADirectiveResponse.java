package org.hostha.cloudstack.plugin.api.response;

import com.google.gson.annotations.SerializedName;
import java.time.Duration;
import java.util.Optional;
import org.apache.cloudstack.api.BaseResponse;
import org.hostha.cloudstack.plugin.api.Place;
import org.hostha.ha.Directive;

/** What an admin has laid down about HA and is in force. */
public final class HADirectiveResponse extends BaseResponse {

    @SerializedName("kind")
    private final String kind;

    @SerializedName("scope")
    private final String scope;

    @SerializedName("scopeid")
    private final String scopeId;

    @SerializedName("scopename")
    private final String scopeName;

    @SerializedName("remainingseconds")
    private final Long remainingSeconds;

    @SerializedName("username")
    private final String userName;

    @SerializedName("reason")
    private final String reason;

    public HADirectiveResponse(Directive directive, Optional<Place> place) {
        setObjectName("hadirective");
        kind = directive.kind().name();
        scope = directive.where().map(where -> where.type().name()).orElse("All");
        scopeId = place.map(Place::uuid).orElse(null);
        scopeName = place.map(Place::name).orElse(null);
        remainingSeconds = directive.left().map(Duration::toSeconds).orElse(null);
        userName = directive.by();
        reason = directive.reason();
    }
}
