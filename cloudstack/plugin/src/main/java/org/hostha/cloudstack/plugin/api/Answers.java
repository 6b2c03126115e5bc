package org.hostha.cloudstack.plugin.api;

import com.cloud.exception.InvalidParameterValueException;
import com.cloud.utils.exception.CloudRuntimeException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.cloudstack.api.ResponseObject;
import org.apache.cloudstack.api.response.ListResponse;

/** What all our commands do with their work. */
final class Answers {

    private Answers() {
    }

    /** Does it, and turns what our framework throws into what CloudStack's API understands. */
    static <T> T of(Supplier<T> work) {
        try {
            return work.get();
        } catch (CloudRuntimeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterValueException(e.getMessage());
        } catch (RuntimeException e) {
            throw new CloudRuntimeException(e.getMessage());
        }
    }

    static <T extends ResponseObject> ListResponse<T> list(List<T> rows, int count) {
        ListResponse<T> list = new ListResponse<>();
        list.setResponses(rows, count);
        return list;
    }
}
