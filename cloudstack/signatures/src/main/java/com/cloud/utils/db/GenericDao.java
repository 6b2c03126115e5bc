package com.cloud.utils.db;

import java.io.Serializable;

/** Declaration only; see the README of this module. */
public interface GenericDao<T, ID extends Serializable> {
    T findById(ID id);
}
