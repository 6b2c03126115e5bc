-- Who may do what. CloudStack's table and columns; the roles are ours.
CREATE TABLE roles (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    uuid varchar(40) NOT NULL,
    name varchar(255) NOT NULL,
    role_type varchar(255) NOT NULL,
    description varchar(255),
    is_default tinyint(1) NOT NULL DEFAULT 0,
    public_role tinyint(1) NOT NULL DEFAULT 1,
    state varchar(16) NOT NULL DEFAULT 'ENABLED',
    removed datetime,
    PRIMARY KEY (id),
    CONSTRAINT uc_roles__uuid UNIQUE (uuid)
);
INSERT INTO roles (id, uuid, name, role_type, description, is_default) VALUES
    (1, '7c1b5d6e-0f0a-4a57-9d51-2f3c8c1f0001', 'Root Admin', 'Admin', 'May do everything', 1),
    (2, '7c1b5d6e-0f0a-4a57-9d51-2f3c8c1f0002', 'Read-Only Operator', 'Admin',
        'May look at everything, and change nothing', 1);

ALTER TABLE account ADD COLUMN role_id bigint unsigned;
UPDATE account SET role_id = 1;
