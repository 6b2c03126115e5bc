-- What hosts, pods and zones have when they are added through the API. CloudStack's tables and columns.
CREATE TABLE host_details (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    host_id bigint unsigned NOT NULL,
    name varchar(255) NOT NULL,
    `value` varchar(255) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uk_host_id_name UNIQUE (host_id, name)
);

CREATE TABLE host_tags (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    host_id bigint unsigned,
    tag varchar(255) NOT NULL,
    is_tag_a_rule int NOT NULL DEFAULT 0,
    is_implicit int NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
);
CREATE INDEX i_host_tags__host ON host_tags (host_id);

ALTER TABLE host ADD COLUMN hypervisor_version varchar(32);
ALTER TABLE host ADD COLUMN guid varchar(255);
ALTER TABLE host ADD COLUMN setup int NOT NULL DEFAULT 0;
ALTER TABLE host ADD COLUMN available int NOT NULL DEFAULT 1;
ALTER TABLE host ADD COLUMN capabilities varchar(255);
ALTER TABLE host_pod_ref ADD COLUMN description varchar(255);
ALTER TABLE data_center ADD COLUMN dns2 varchar(255);
ALTER TABLE data_center ADD COLUMN internal_dns2 varchar(255);
ALTER TABLE data_center ADD COLUMN guest_network_cidr varchar(18);
ALTER TABLE data_center ADD COLUMN domain varchar(100);
ALTER TABLE data_center ADD COLUMN sort_key int NOT NULL DEFAULT 0;

-- Command mocks of simulated hosts.
CREATE TABLE mockconfiguration (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    data_center_id bigint unsigned,
    pod_id bigint unsigned,
    cluster_id bigint unsigned,
    host_id bigint unsigned,
    name varchar(255) NOT NULL,
    `values` varchar(4096),
    `count` int,
    json_response varchar(4096),
    removed datetime,
    PRIMARY KEY (id)
);

-- What each management server knows of the others.
CREATE TABLE mshost_peer (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    owner_mshost bigint unsigned NOT NULL,
    peer_mshost bigint unsigned NOT NULL,
    peer_runid bigint NOT NULL,
    peer_state varchar(10) NOT NULL DEFAULT 'Down',
    last_update datetime,
    PRIMARY KEY (id),
    CONSTRAINT i_mshost_peer__owner_peer UNIQUE (owner_mshost, peer_mshost)
);
