package org.apache.cloudstack.storage.datastore.db;

import com.cloud.utils.db.GenericDao;

/** Declaration only; see the README of this module. */
public interface PrimaryDataStoreDao extends GenericDao<StoragePoolVO, Long> {
}
