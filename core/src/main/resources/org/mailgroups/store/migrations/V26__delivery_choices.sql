-- What members want of a group: no copies at all, or none of their own messages.
-- Whoever has no row gets everything. A node of the version before sends to all.

CREATE TABLE mail_group_delivery (
    group_id    BIGINT       NOT NULL,
    address_key ${key}       NOT NULL,
    address     VARCHAR(254) NOT NULL,
    delivery    VARCHAR(10)  NOT NULL,
    own_copy    BOOLEAN      NOT NULL,
    PRIMARY KEY (group_id, address_key)
);
CREATE INDEX mail_group_delivery_by_address ON mail_group_delivery (address_key, group_id);
