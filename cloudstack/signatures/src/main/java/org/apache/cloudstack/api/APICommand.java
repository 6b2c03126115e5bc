package org.apache.cloudstack.api;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.apache.cloudstack.acl.RoleType;

/** Declaration only; see the README of this module. */
@Retention(RetentionPolicy.RUNTIME)
public @interface APICommand {
    Class<?> responseObject();
    String name();
    String description() default "";
    String since() default "";
    boolean requestHasSensitiveInfo() default true;
    boolean responseHasSensitiveInfo() default true;
    RoleType[] authorized() default {};
    Class<?>[] entityType() default {};
}
