-- Who may write to a group, whose messages wait, how large they may be, who sees the members.
ALTER TABLE mail_group ADD COLUMN senders VARCHAR(30) DEFAULT 'internal' NOT NULL;
ALTER TABLE mail_group ADD COLUMN moderation VARCHAR(30) DEFAULT 'none' NOT NULL;
ALTER TABLE mail_group ADD COLUMN max_message_bytes BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE mail_group ADD COLUMN member_visibility VARCHAR(30) DEFAULT 'members' NOT NULL;

CREATE TABLE mail_group_allowed_sender (
    group_id BIGINT       NOT NULL,
    position INTEGER      NOT NULL,
    -- an address, or @domain
    sender   VARCHAR(260) NOT NULL,
    PRIMARY KEY (group_id, position)
);
