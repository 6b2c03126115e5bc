package com.cloud.storage.dao;

import com.cloud.storage.VolumeVO;
import com.cloud.utils.db.GenericDao;

/** Declaration only; see the README of this module. */
public interface VolumeDao extends GenericDao<VolumeVO, Long> {
}
