-- Who gets nothing from a group although a nested group has them.

CREATE TABLE mail_group_exclusion (
    group_id    BIGINT       NOT NULL,
    address_key ${key}       NOT NULL,
    address     VARCHAR(254) NOT NULL,
    added_at    BIGINT       NOT NULL,
    PRIMARY KEY (group_id, address_key)
);
CREATE INDEX mail_group_exclusion_by_address ON mail_group_exclusion (address_key, group_id);
