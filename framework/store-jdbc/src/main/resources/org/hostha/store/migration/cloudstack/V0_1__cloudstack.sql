-- CloudStack's own tables, with CloudStack's columns, as far as the stores use them: only where there is no CloudStack that has
-- made them.
CREATE TABLE ha_config (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    resource_id bigint unsigned,
    resource_type varchar(255) NOT NULL,
    enabled int unsigned DEFAULT 0,
    ha_state varchar(255) DEFAULT 'Disabled',
    provider varchar(255),
    update_count bigint unsigned NOT NULL DEFAULT 0,
    update_time datetime,
    mgmt_server_id bigint unsigned,
    PRIMARY KEY (id),
    CONSTRAINT uc_ha_config__resource UNIQUE (resource_id, resource_type)
);

-- Kill switches and scoped settings of a cluster or zone.
CREATE TABLE cluster_details (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    cluster_id bigint unsigned NOT NULL,
    name varchar(255) NOT NULL,
    `value` varchar(255) NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX i_cluster_details__name ON cluster_details (cluster_id, name);

CREATE TABLE data_center_details (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    dc_id bigint unsigned NOT NULL,
    name varchar(255) NOT NULL,
    `value` varchar(1024) NOT NULL,
    display tinyint(1) NOT NULL DEFAULT 1,
    PRIMARY KEY (id)
);
CREATE INDEX i_data_center_details__name ON data_center_details (dc_id, name);

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
