-- CloudStack's tables, with its columns, as far as the plugin reads them; ha_config, oobm and details come from the stores.
CREATE TABLE host (
    id bigint unsigned NOT NULL AUTO_INCREMENT, uuid varchar(40), name varchar(255) NOT NULL, type varchar(32) NOT NULL,
    status varchar(32) NOT NULL, resource_state varchar(32) NOT NULL DEFAULT 'Enabled', hypervisor_type varchar(32),
    private_ip_address char(40) NOT NULL, data_center_id bigint unsigned NOT NULL, pod_id bigint unsigned,
    cluster_id bigint unsigned, removed datetime, PRIMARY KEY (id));
CREATE TABLE cluster (
    id bigint unsigned NOT NULL, uuid varchar(40), name varchar(255), removed datetime, PRIMARY KEY (id));
CREATE TABLE host_pod_ref (
    id bigint unsigned NOT NULL, uuid varchar(40), name varchar(255), removed datetime, PRIMARY KEY (id));
CREATE TABLE data_center (
    id bigint unsigned NOT NULL, uuid varchar(40), name varchar(255), removed datetime, PRIMARY KEY (id));
CREATE TABLE storage_pool (
    id bigint unsigned NOT NULL, uuid varchar(255), name varchar(255), pool_type varchar(32) NOT NULL, scope varchar(255),
    removed datetime, PRIMARY KEY (id));
CREATE TABLE storage_pool_host_ref (
    id bigint unsigned NOT NULL AUTO_INCREMENT, host_id bigint unsigned NOT NULL, pool_id bigint unsigned NOT NULL,
    PRIMARY KEY (id));
CREATE TABLE vm_instance (
    id bigint unsigned NOT NULL AUTO_INCREMENT, uuid varchar(40), name varchar(255) NOT NULL, instance_name varchar(255) NOT NULL,
    state varchar(32) NOT NULL, host_id bigint unsigned, ha_enabled tinyint(1) NOT NULL DEFAULT 1, type varchar(32) NOT NULL,
    removed datetime, PRIMARY KEY (id));
CREATE TABLE volumes (
    id bigint unsigned NOT NULL AUTO_INCREMENT, uuid varchar(40), instance_id bigint unsigned, pool_id bigint unsigned,
    path varchar(255), volume_type varchar(64) NOT NULL, removed datetime, PRIMARY KEY (id));
CREATE TABLE op_ha_work (
    id bigint unsigned NOT NULL AUTO_INCREMENT, instance_id bigint unsigned NOT NULL, type varchar(32) NOT NULL,
    step varchar(32) NOT NULL, host_id bigint unsigned, PRIMARY KEY (id));
CREATE TABLE mshost (
    id bigint unsigned NOT NULL AUTO_INCREMENT, msid bigint unsigned NOT NULL, runid bigint NOT NULL, name varchar(255),
    state varchar(25), last_update datetime, removed datetime, PRIMARY KEY (id));
CREATE TABLE configuration (
    name varchar(255) NOT NULL, `value` varchar(8191), PRIMARY KEY (name));
INSERT INTO data_center (id, uuid, name) VALUES (1, 'zone-1', 'zone1');
INSERT INTO host_pod_ref (id, uuid, name) VALUES (1, 'pod-1', 'pod1');
INSERT INTO cluster (id, uuid, name) VALUES (1, 'cluster-1', 'cluster1');
INSERT INTO storage_pool (id, uuid, name, pool_type, scope) VALUES (1, 'nfs-1', 'nfs1', 'NetworkFilesystem', 'CLUSTER');
INSERT INTO storage_pool (id, uuid, name, pool_type, scope) VALUES (2, 'local-1', 'local1', 'Filesystem', 'HOST');
INSERT INTO mshost (msid, runid, name, state) VALUES (90520733573, 77, 'self', 'Up');
CREATE TABLE `user` (id bigint unsigned NOT NULL, username varchar(255), PRIMARY KEY (id));
INSERT INTO `user` (id, username) VALUES (1, 'system');
INSERT INTO `user` (id, username) VALUES (2, 'admin');
