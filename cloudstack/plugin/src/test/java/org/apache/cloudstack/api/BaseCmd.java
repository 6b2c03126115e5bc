package org.apache.cloudstack.api;

/** CloudStack's, as far as the plugin feels it. */
public abstract class BaseCmd {

    private Object response;

    public BaseCmd() {
    }

    public abstract void execute();

    public String getCommandName() {
        return getClass().getAnnotation(APICommand.class).name().toLowerCase(java.util.Locale.ROOT) + "response";
    }

    public abstract long getEntityOwnerId();

    public void setResponseObject(Object object) {
        response = object;
    }

    public Object getResponseObject() {
        return response;
    }

    public Long getApiResourceId() {
        return null;
    }

    public ApiCommandResourceType getApiResourceType() {
        return null;
    }

    public enum CommandType {
        BOOLEAN, DATE, FLOAT, DOUBLE, INTEGER, SHORT, LIST, LONG, OBJECT, MAP, STRING, UUID
    }
}
