-- What we keep beside oobm.
CREATE TABLE hostha_oobm (
    host_id bigint unsigned NOT NULL,
    system_guid varchar(64),
    proven datetime,
    pending_password varchar(255),
    PRIMARY KEY (host_id)
);
