-- Postings: messages that groups have taken, on their way to the members.
--
-- These tables stand outside the version of mail_group_store: a transaction on them waits for no other writer.
-- It writes at most 1,000 rows, since Derby locks a whole table from 5,000 on. So a large posting is written in parts,
-- and is invisible until the last of them. A node of the version before does not know these tables.

CREATE TABLE posting (
    id               ${key}        NOT NULL PRIMARY KEY,
    -- names the message that it was made from
    message_key      ${key}        NOT NULL,
    author           VARCHAR(400)  NOT NULL,
    subject          VARCHAR(300)  NOT NULL,
    message_id       ${key}        NOT NULL,
    search_text      VARCHAR(2000) NOT NULL,
    received_at      BIGINT        NOT NULL,
    size_bytes       BIGINT        NOT NULL,
    local_processor  VARCHAR(1000) NOT NULL,
    remote_processor VARCHAR(1000) NOT NULL,
    is_direct        BOOLEAN       NOT NULL,
    origin           ${octets}     NOT NULL,
    -- writing (parts of it are here), waiting, done, failed, cancelled, or removed (parts of it are still here)
    state            VARCHAR(20)   NOT NULL,
    -- when the last part was written
    written_at       BIGINT        NOT NULL,
    -- when nobody waited any more; 0 before
    settled_at       BIGINT        NOT NULL,
    -- the name of the principal who cancelled it; NULL if nobody has
    cancelled_by     VARCHAR(400),
    -- how many recipients
    waiting          BIGINT        NOT NULL,
    delivered        BIGINT        NOT NULL,
    handed_over      BIGINT        NOT NULL,
    failed           BIGINT        NOT NULL
);
CREATE INDEX posting_by_state ON posting (state, received_at, id);
CREATE INDEX posting_by_message_key ON posting (message_key);
CREATE INDEX posting_by_message_id ON posting (message_id);
CREATE INDEX posting_by_settled ON posting (settled_at);

-- The groups that admitted it.
CREATE TABLE posting_group (
    group_id    BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    posting_id  ${key} NOT NULL,
    PRIMARY KEY (group_id, received_at, posting_id)
);
CREATE INDEX posting_group_by_posting ON posting_group (posting_id);

CREATE TABLE posting_copy (
    posting_id   ${key}         NOT NULL,
    number       INTEGER        NOT NULL,
    -- as whose members its recipients get it; NULL for the plain message
    group_id     BIGINT,
    sender       VARCHAR(4000)  NOT NULL,
    -- empty when nobody waits any more
    header       ${largeOctets} NOT NULL,
    body         INTEGER        NOT NULL,
    size_bytes   BIGINT         NOT NULL,
    is_eight_bit BOOLEAN        NOT NULL,
    PRIMARY KEY (posting_id, number)
);

-- Some recipients of a copy. The outcome is that of all of them who have no row in posting_recipient.
CREATE TABLE posting_chunk (
    posting_id      ${key}         NOT NULL,
    number          INTEGER        NOT NULL,
    copy            INTEGER        NOT NULL,
    is_local        BOOLEAN        NOT NULL,
    recipients      VARCHAR(32672) NOT NULL,
    recipient_count INTEGER        NOT NULL,
    -- the first and the last of their search keys
    first_key       ${key}         NOT NULL,
    last_key        ${key}         NOT NULL,
    state           VARCHAR(20)    NOT NULL,
    server          VARCHAR(255)   NOT NULL,
    reply           VARCHAR(500)   NOT NULL,
    attempts        INTEGER        NOT NULL,
    last_at         BIGINT         NOT NULL,
    next_at         BIGINT,
    -- how many of them have a row in posting_recipient
    others          INTEGER        NOT NULL,
    -- when the first of those who wait is to be tried; NULL if nobody waits
    due_at          BIGINT,
    -- until when a node has it for itself, and which; 0 if none
    lease_until     BIGINT         NOT NULL,
    holder          BIGINT         NOT NULL,
    PRIMARY KEY (posting_id, number)
);
CREATE INDEX posting_chunk_by_due ON posting_chunk (posting_id, due_at, lease_until, number);
CREATE INDEX posting_chunk_by_recipient ON posting_chunk (posting_id, first_key, last_key, number);

-- A recipient whose outcome is not that of the chunk.
CREATE TABLE posting_recipient (
    posting_id ${key}       NOT NULL,
    chunk      INTEGER      NOT NULL,
    -- counts from 0 within the chunk
    place      INTEGER      NOT NULL,
    state      VARCHAR(20)  NOT NULL,
    server     VARCHAR(255) NOT NULL,
    reply      VARCHAR(500) NOT NULL,
    attempts   INTEGER      NOT NULL,
    last_at    BIGINT       NOT NULL,
    next_at    BIGINT,
    PRIMARY KEY (posting_id, chunk, place)
);

-- What groups decided about a message. The same message that comes again gets the same.
CREATE TABLE posting_decision (
    message_key ${key}       NOT NULL,
    group_id    BIGINT       NOT NULL,
    -- the group's address at that time
    address     ${key}       NOT NULL,
    kind        VARCHAR(10)  NOT NULL,
    cause       VARCHAR(100) NOT NULL,
    reason      VARCHAR(500) NOT NULL,
    -- whether it was acted on
    is_done     BOOLEAN      NOT NULL,
    decided_at  BIGINT       NOT NULL,
    -- the posting that was made for it; NULL if none was
    posting_id  ${key},
    PRIMARY KEY (message_key, group_id)
);
CREATE INDEX posting_decision_by_posting ON posting_decision (posting_id, decided_at);

-- Bodies of postings, where nodes share the database.
CREATE TABLE posting_body (
    posting_id  ${key}  NOT NULL,
    number      INTEGER NOT NULL,
    kept_at     BIGINT  NOT NULL,
    -- whether all of its pages are here
    is_complete BOOLEAN NOT NULL,
    PRIMARY KEY (posting_id, number)
);
CREATE INDEX posting_body_by_time ON posting_body (kept_at);

CREATE TABLE posting_body_page (
    posting_id ${key}    NOT NULL,
    number     INTEGER   NOT NULL,
    page       INTEGER   NOT NULL,
    octets     ${octets} NOT NULL,
    PRIMARY KEY (posting_id, number, page)
);
