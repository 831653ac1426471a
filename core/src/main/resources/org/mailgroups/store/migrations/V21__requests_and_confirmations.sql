-- Who has asked to become a member of a group, and what was decided.
-- A node of the version before does not look at it. For it, such a group is closed.

CREATE TABLE mail_group_request (
    -- the version of the store that added it
    id           BIGINT        NOT NULL PRIMARY KEY,
    group_id     BIGINT        NOT NULL,
    address_key  ${key}        NOT NULL,
    address      VARCHAR(254)  NOT NULL,
    -- what the person wrote
    message      VARCHAR(500)  NOT NULL,
    requested_at BIGINT        NOT NULL,
    state        VARCHAR(10)   NOT NULL,
    -- when the administrators were told; 0 if they have not been
    announced_at BIGINT        NOT NULL,
    decided_by   VARCHAR(254)  NOT NULL,
    decided_at   BIGINT        NOT NULL
);
CREATE INDEX mail_group_request_by_group ON mail_group_request (group_id, state, id);
CREATE INDEX mail_group_request_by_address ON mail_group_request (address_key, group_id);

-- Whom strangers were asked to confirm a wish. Each row was one mail, and counts for the limits of these.
CREATE TABLE mail_group_confirmation (
    -- the version of the store that added it
    id           BIGINT       NOT NULL PRIMARY KEY,
    group_id     BIGINT       NOT NULL,
    address_key  ${key}       NOT NULL,
    address      VARCHAR(254) NOT NULL,
    -- of the address without its sub-address: all sub-addresses are one mailbox
    mailbox_key  ${key}       NOT NULL,
    wish         VARCHAR(10)  NOT NULL,
    sent_at      BIGINT       NOT NULL
);
CREATE INDEX mail_group_confirmation_by_time ON mail_group_confirmation (sent_at);
CREATE INDEX mail_group_confirmation_by_address ON mail_group_confirmation (address_key);
CREATE INDEX mail_group_confirmation_by_mailbox ON mail_group_confirmation (mailbox_key, sent_at);
CREATE INDEX mail_group_confirmation_by_group ON mail_group_confirmation (group_id, sent_at);
