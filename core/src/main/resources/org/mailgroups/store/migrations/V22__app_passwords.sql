-- Passwords with which a user's programs read the address book, and nothing else.

CREATE TABLE app_password (
    id          ${key}       NOT NULL PRIMARY KEY,
    address_key ${key}       NOT NULL,
    address     VARCHAR(254) NOT NULL,
    name        VARCHAR(100) NOT NULL,
    -- SHA-256, in hexadecimal digits
    hash        ${key}       NOT NULL,
    created_at  BIGINT       NOT NULL,
    -- in days since 1970-01-01; NULL if it never was
    used_on     BIGINT,
    CONSTRAINT app_password_by_hash UNIQUE (address_key, hash)
);
