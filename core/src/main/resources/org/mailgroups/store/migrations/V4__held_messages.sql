-- Messages that wait for an administrator's decision; they themselves lie in a mail repository of James.

CREATE TABLE mail_group_held (
    id            VARCHAR(36)   NOT NULL PRIMARY KEY,
    -- the version of the store that added it
    position      BIGINT        NOT NULL UNIQUE,
    group_id      BIGINT        NOT NULL,
    -- at the time when it was added
    group_address VARCHAR(254)  NOT NULL,
    sender        VARCHAR(320)  NOT NULL,
    -- the authenticated user, if that is the sender
    author        VARCHAR(254),
    subject       VARCHAR(300)  NOT NULL,
    excerpt       VARCHAR(2000) NOT NULL,
    received_at   BIGINT        NOT NULL,
    size_bytes    BIGINT        NOT NULL,
    reason        VARCHAR(300)  NOT NULL,
    state         VARCHAR(10)   NOT NULL,
    -- when the administrators were told; 0 if they have not been
    announced_at  BIGINT        NOT NULL,
    decided_by    VARCHAR(254)  NOT NULL,
    decided_at    BIGINT        NOT NULL,
    remark        VARCHAR(2000) NOT NULL,
    -- when somebody began to carry out the decision; 0 if it is carried out, or there is none
    begun_at      BIGINT        NOT NULL
);
CREATE INDEX mail_group_held_by_group ON mail_group_held (group_id, state, position);
CREATE INDEX mail_group_held_by_state ON mail_group_held (state, received_at);
