package com.cloud.host.dao;

import com.cloud.host.Host;
import com.cloud.host.HostVO;
import com.cloud.host.Status;
import com.cloud.utils.db.GenericDao;
import com.cloud.utils.fsm.StateDao;

/** Declaration only; see the README of this module. */
public interface HostDao extends GenericDao<HostVO, Long>, StateDao<Status, Status.Event, Host> {
}
