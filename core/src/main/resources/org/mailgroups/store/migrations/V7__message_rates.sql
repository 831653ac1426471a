-- How many messages a minute a group takes before the next ones wait: 0 is no limit, null leaves it to the server.
ALTER TABLE mail_group ADD COLUMN max_per_sender_per_minute INTEGER;
ALTER TABLE mail_group ADD COLUMN max_per_minute INTEGER;
