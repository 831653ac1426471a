-- Copies that other servers have refused for good, and members who get none because of it.
-- A node of the version before counts nothing, and sends to suspended members, too.

CREATE TABLE mail_group_bounce (
    group_id    BIGINT       NOT NULL,
    address_key ${key}       NOT NULL,
    address     VARCHAR(254) NOT NULL,
    -- the day in UTC on which the posting came, counted from 1970
    sent_day    BIGINT       NOT NULL,
    failed_at   BIGINT       NOT NULL,
    status      VARCHAR(11)  NOT NULL,
    -- the words of the server
    reply       VARCHAR(500) NOT NULL,
    PRIMARY KEY (group_id, address_key, sent_day)
);
CREATE INDEX mail_group_bounce_by_address ON mail_group_bounce (address_key, group_id);
CREATE INDEX mail_group_bounce_by_day ON mail_group_bounce (sent_day);

-- Members who are suspended, or were, or whose failures were forgotten.
CREATE TABLE mail_group_suspension (
    group_id      BIGINT       NOT NULL,
    address_key   ${key}       NOT NULL,
    address       VARCHAR(254) NOT NULL,
    is_suspended  BOOLEAN      NOT NULL,
    changed_at    BIGINT       NOT NULL,
    -- failures of older postings do not count
    counted_from  BIGINT       NOT NULL,
    -- from when on a posting may go to the member all the same
    probe_at      BIGINT       NOT NULL,
    -- the posting that does; NULL if its outcome is known, or none does
    probe_posting ${key},
    probed_at     BIGINT       NOT NULL,
    -- whether the administrators are still to be told
    is_news       BOOLEAN      NOT NULL,
    -- when they were told last; 0 if they were not
    told_at       BIGINT       NOT NULL,
    PRIMARY KEY (group_id, address_key)
);
CREATE INDEX mail_group_suspension_by_address ON mail_group_suspension (address_key, group_id);
