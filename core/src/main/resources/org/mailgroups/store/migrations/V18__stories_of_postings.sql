-- Members who are left out of a posting have chunks of their own, with the state suspended or excluded.
-- A node of the version before takes no such chunk, since it is never due. It cannot list the recipients of the posting.

ALTER TABLE posting ADD COLUMN suspended BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE posting ADD COLUMN excluded  BIGINT DEFAULT 0 NOT NULL;

-- The author as authors are looked up: in lower case, cut. NULL for no author, and in a row of the version before.
ALTER TABLE posting ADD COLUMN author_key ${key};
UPDATE posting SET author_key = LOWER(author) WHERE LENGTH(author) BETWEEN 1 AND 254;
CREATE INDEX posting_by_author ON posting (author_key, received_at);
