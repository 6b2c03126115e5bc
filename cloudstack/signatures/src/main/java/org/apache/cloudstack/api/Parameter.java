package org.apache.cloudstack.api;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.apache.cloudstack.acl.RoleType;

/** Declaration only; see the README of this module. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Parameter {
    String name() default "";
    String description() default "";
    boolean required() default false;
    BaseCmd.CommandType type() default BaseCmd.CommandType.STRING;
    Class<?>[] entityType() default {};
    int length() default 255;
    String since() default "";
    RoleType[] authorized() default {};
}
