-- Who has created a group, where users may: the key of the user's address; empty if it was a postmaster.
-- Of the groups that are there nobody is known to be the creator, and so it is with those that a node of the version
-- before creates.

ALTER TABLE mail_group ADD COLUMN created_by ${key} DEFAULT '' NOT NULL;
CREATE INDEX mail_group_by_creator ON mail_group (created_by);
