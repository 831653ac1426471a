-- What members see of a group in their copies.
-- A node of the version before does not look at these columns. A group that it makes has no list_id, and counts as one
-- from before: its identifier follows from its address.

-- The identifier in List-Id, in lower case: made with the group, and kept for good.
ALTER TABLE mail_group ADD COLUMN list_id ${key};
CREATE INDEX mail_group_by_list_id ON mail_group (list_id);

ALTER TABLE mail_group ADD COLUMN reply_to       VARCHAR(20)  DEFAULT 'sender'     NOT NULL;
ALTER TABLE mail_group ADD COLUMN subject_prefix VARCHAR(160) DEFAULT ''           NOT NULL;
ALTER TABLE mail_group ADD COLUMN from_rewrite   VARCHAR(20)  DEFAULT 'whenNeeded' NOT NULL;
ALTER TABLE mail_group ADD COLUMN spam           VARCHAR(20)  DEFAULT 'hold'       NOT NULL;
