-- CloudStack's tables, with the columns of CloudStack 4.22 that are in use here. Dates are UTC.

CREATE TABLE domain (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    parent bigint unsigned,
    name varchar(255),
    uuid varchar(40) NOT NULL,
    path varchar(255) NOT NULL,
    state char(32) NOT NULL DEFAULT 'Active',
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_domain__uuid UNIQUE (uuid)
);

CREATE TABLE account (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    account_name varchar(100),
    uuid varchar(40) NOT NULL,
    type int unsigned NOT NULL,
    domain_id bigint unsigned NOT NULL,
    state varchar(10) NOT NULL DEFAULT 'enabled',
    api_key_access tinyint(1),
    created datetime,
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_account__uuid UNIQUE (uuid)
);

CREATE TABLE `user` (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    uuid varchar(40) NOT NULL,
    username varchar(255) NOT NULL,
    password varchar(255) NOT NULL,
    account_id bigint unsigned NOT NULL,
    firstname varchar(255),
    lastname varchar(255),
    email varchar(255),
    state varchar(10) NOT NULL DEFAULT 'enabled',
    api_key varchar(255),
    secret_key varchar(255),
    api_key_access tinyint(1),
    created datetime NOT NULL,
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_user__uuid UNIQUE (uuid),
    CONSTRAINT uc_user__api_key UNIQUE (api_key)
);

CREATE TABLE data_center (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    name varchar(255),
    uuid varchar(40) NOT NULL,
    description varchar(255),
    dns1 varchar(255) NOT NULL DEFAULT '',
    internal_dns1 varchar(255) NOT NULL DEFAULT '',
    networktype varchar(255) NOT NULL DEFAULT 'Basic',
    allocation_state varchar(32) NOT NULL DEFAULT 'Enabled',
    zone_token varchar(255),
    is_security_group_enabled tinyint(1) NOT NULL DEFAULT 0,
    is_local_storage_enabled tinyint(1) NOT NULL DEFAULT 0,
    type varchar(32) DEFAULT 'Core',
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_data_center__uuid UNIQUE (uuid)
);

CREATE TABLE host_pod_ref (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    name varchar(255),
    uuid varchar(40) NOT NULL,
    data_center_id bigint unsigned NOT NULL,
    gateway varchar(255) NOT NULL DEFAULT '',
    cidr_address varchar(15) NOT NULL DEFAULT '',
    cidr_size bigint unsigned NOT NULL DEFAULT 0,
    allocation_state varchar(32) NOT NULL DEFAULT 'Enabled',
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_host_pod_ref__uuid UNIQUE (uuid),
    CONSTRAINT uc_host_pod_ref__name UNIQUE (name, data_center_id)
);

CREATE TABLE cluster (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    name varchar(255) NOT NULL,
    uuid varchar(40) NOT NULL,
    pod_id bigint unsigned NOT NULL,
    data_center_id bigint unsigned NOT NULL,
    hypervisor_type varchar(32),
    cluster_type varchar(64) DEFAULT 'CloudManaged',
    allocation_state varchar(32) NOT NULL DEFAULT 'Enabled',
    managed_state varchar(32) NOT NULL DEFAULT 'Managed',
    arch varchar(8) DEFAULT 'x86_64',
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_cluster__uuid UNIQUE (uuid),
    CONSTRAINT uc_cluster__name UNIQUE (pod_id, name)
);

CREATE TABLE host (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    name varchar(255) NOT NULL,
    uuid varchar(40) NOT NULL,
    status varchar(32) NOT NULL,
    type varchar(32) NOT NULL,
    private_ip_address char(40) NOT NULL,
    data_center_id bigint unsigned NOT NULL,
    pod_id bigint unsigned,
    cluster_id bigint unsigned,
    url varchar(255),
    hypervisor_type varchar(32),
    version varchar(40) NOT NULL DEFAULT '',
    parent varchar(255),
    last_ping int unsigned NOT NULL DEFAULT 0,
    mgmt_server_id bigint unsigned,
    disconnected datetime,
    created datetime,
    removed datetime,
    update_count bigint unsigned NOT NULL DEFAULT 0,
    resource_state varchar(32) NOT NULL DEFAULT 'Enabled',
    arch varchar(8) DEFAULT 'x86_64',
    PRIMARY KEY (id),
    CONSTRAINT uc_host__uuid UNIQUE (uuid)
);
CREATE INDEX i_host__cluster ON host (cluster_id);

CREATE TABLE mshost (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    msid bigint unsigned NOT NULL,
    runid bigint NOT NULL DEFAULT 0,
    name varchar(255),
    uuid varchar(40) NOT NULL,
    state varchar(25) NOT NULL,
    version varchar(255),
    service_ip char(40) NOT NULL,
    service_port int NOT NULL,
    last_update datetime,
    removed datetime,
    alert_count int NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    CONSTRAINT uc_mshost__msid UNIQUE (msid),
    CONSTRAINT uc_mshost__uuid UNIQUE (uuid)
);

CREATE TABLE storage_pool (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    name varchar(255),
    uuid varchar(255) NOT NULL,
    pool_type varchar(32) NOT NULL,
    port int unsigned NOT NULL DEFAULT 0,
    data_center_id bigint unsigned NOT NULL,
    pod_id bigint unsigned,
    cluster_id bigint unsigned,
    host_address varchar(255) NOT NULL DEFAULT '',
    path varchar(255) NOT NULL,
    status varchar(32),
    storage_provider_name varchar(255) DEFAULT 'DefaultPrimary',
    scope varchar(255),
    hypervisor varchar(32),
    managed tinyint(1) NOT NULL DEFAULT 0,
    created datetime,
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_storage_pool__uuid UNIQUE (uuid)
);

CREATE TABLE storage_pool_host_ref (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    host_id bigint unsigned NOT NULL,
    pool_id bigint unsigned NOT NULL,
    created datetime NOT NULL,
    local_path varchar(255),
    PRIMARY KEY (id),
    CONSTRAINT uc_storage_pool_host_ref UNIQUE (host_id, pool_id)
);

CREATE TABLE vm_instance (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    name varchar(255) NOT NULL,
    uuid varchar(40) NOT NULL,
    instance_name varchar(255) NOT NULL,
    display_name varchar(255),
    state varchar(32) NOT NULL,
    host_id bigint unsigned,
    last_host_id bigint unsigned,
    pod_id bigint unsigned,
    data_center_id bigint unsigned NOT NULL,
    ha_enabled tinyint(1) NOT NULL DEFAULT 0,
    update_count bigint unsigned NOT NULL DEFAULT 0,
    update_time datetime,
    type varchar(32) NOT NULL DEFAULT 'User',
    vm_type varchar(32) NOT NULL DEFAULT 'User',
    hypervisor_type char(32),
    account_id bigint unsigned NOT NULL,
    domain_id bigint unsigned NOT NULL,
    service_offering_id bigint unsigned NOT NULL DEFAULT 1,
    power_state varchar(74) DEFAULT 'PowerUnknown',
    power_state_update_time datetime,
    power_host bigint unsigned,
    created datetime NOT NULL,
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_vm_instance__uuid UNIQUE (uuid)
);
CREATE INDEX i_vm_instance__instance_name ON vm_instance (instance_name);
CREATE INDEX i_vm_instance__host ON vm_instance (host_id);

CREATE TABLE volumes (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    account_id bigint unsigned NOT NULL,
    domain_id bigint unsigned NOT NULL,
    pool_id bigint unsigned,
    instance_id bigint unsigned,
    name varchar(255),
    uuid varchar(40) NOT NULL,
    path varchar(255),
    data_center_id bigint unsigned NOT NULL,
    volume_type varchar(64) NOT NULL,
    state varchar(32),
    created datetime,
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_volumes__uuid UNIQUE (uuid)
);
CREATE INDEX i_volumes__instance ON volumes (instance_id);

-- Restarts that VM HA owes, until they are done.
CREATE TABLE op_ha_work (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    instance_id bigint unsigned NOT NULL,
    type varchar(32) NOT NULL,
    vm_type varchar(32) NOT NULL,
    state varchar(32) NOT NULL,
    mgmt_server_id bigint unsigned,
    host_id bigint unsigned,
    created datetime NOT NULL,
    tried int unsigned,
    taken datetime,
    step varchar(32) NOT NULL,
    time_to_try bigint,
    updated bigint unsigned NOT NULL,
    reason varchar(32),
    PRIMARY KEY (id)
);
CREATE INDEX i_op_ha_work__instance ON op_ha_work (instance_id);
CREATE INDEX i_op_ha_work__step ON op_ha_work (step);

-- Three bytes a character: with four, two columns of this length are more than a row may have.
CREATE TABLE configuration (
    category varchar(255) NOT NULL DEFAULT 'Advanced',
    instance varchar(255) NOT NULL,
    component varchar(255) NOT NULL DEFAULT 'management-server',
    name varchar(255) NOT NULL,
    `value` varchar(8191),
    description varchar(1024),
    default_value varchar(8191),
    updated datetime,
    scope bigint NOT NULL DEFAULT 0,
    is_dynamic tinyint(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (name)
) DEFAULT CHARSET=utf8mb3;

CREATE TABLE event (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    uuid varchar(40) NOT NULL,
    type varchar(50) NOT NULL,
    state varchar(32) NOT NULL DEFAULT 'Completed',
    description varchar(1024) NOT NULL,
    user_id bigint unsigned NOT NULL,
    account_id bigint unsigned NOT NULL,
    domain_id bigint unsigned NOT NULL,
    resource_id bigint unsigned,
    resource_type varchar(32),
    created datetime NOT NULL,
    level varchar(16) NOT NULL,
    start_id bigint unsigned NOT NULL DEFAULT 0,
    parameters varchar(1024),
    archived tinyint(1) NOT NULL DEFAULT 0,
    display tinyint(1) NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    CONSTRAINT uc_event__uuid UNIQUE (uuid)
);

CREATE TABLE alert (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    uuid varchar(40) NOT NULL,
    type int unsigned NOT NULL,
    cluster_id bigint unsigned,
    pod_id bigint unsigned,
    data_center_id bigint unsigned NOT NULL,
    subject varchar(999),
    sent_count int unsigned NOT NULL,
    created datetime,
    last_sent datetime,
    resolved datetime,
    archived tinyint(1) NOT NULL DEFAULT 0,
    name varchar(255),
    content varchar(5000),
    PRIMARY KEY (id),
    CONSTRAINT uc_alert__uuid UNIQUE (uuid)
);

CREATE TABLE async_job (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    uuid varchar(40) NOT NULL,
    user_id bigint unsigned NOT NULL,
    account_id bigint unsigned NOT NULL,
    instance_type varchar(64),
    instance_id bigint unsigned,
    job_cmd varchar(255) NOT NULL,
    job_status int NOT NULL DEFAULT 0,
    job_process_status int NOT NULL DEFAULT 0,
    job_result_code int NOT NULL DEFAULT 0,
    job_result text,
    job_init_msid bigint unsigned,
    job_complete_msid bigint unsigned,
    job_executing_msid bigint unsigned,
    created datetime,
    last_updated datetime,
    last_polled datetime,
    removed datetime,
    related char(40) NOT NULL DEFAULT '',
    job_type varchar(32),
    job_dispatcher varchar(64),
    job_pending_signals int NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    CONSTRAINT uc_async_job__uuid UNIQUE (uuid)
);
CREATE INDEX i_async_job__status ON async_job (job_status);
