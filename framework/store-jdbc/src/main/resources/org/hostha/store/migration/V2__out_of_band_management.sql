-- CloudStack's own table, with CloudStack's columns.
CREATE TABLE oobm (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    host_id bigint unsigned,
    enabled int unsigned DEFAULT 0,
    power_state varchar(32) DEFAULT 'Disabled',
    driver varchar(32),
    address varchar(255),
    port varchar(255),
    username varchar(255),
    password varchar(255),
    update_count bigint unsigned NOT NULL DEFAULT 0,
    update_time datetime,
    mgmt_server_id bigint unsigned,
    PRIMARY KEY (id)
);
CREATE INDEX i_oobm__host ON oobm (host_id);

-- What we keep beside oobm.
CREATE TABLE hostha_oobm (
    host_id bigint unsigned NOT NULL,
    system_guid varchar(64),
    proven datetime,
    pending_password varchar(255),
    PRIMARY KEY (host_id)
);
