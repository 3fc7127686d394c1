-- The tables of a fleet. Statements are separated by lines with --; all may be run again.
CREATE SCHEMA IF NOT EXISTS commdn;
--
CREATE TABLE IF NOT EXISTS commdn.site (
    name     text PRIMARY KEY,
    lanes    integer NOT NULL,
    rate     double precision,
    now_rate double precision,
    paused   boolean NOT NULL DEFAULT false,
    hours    text,
    days     text,
    zone     text,
    balance  bigint NOT NULL DEFAULT 0,
    made     timestamptz NOT NULL DEFAULT now()
);
--
CREATE TABLE IF NOT EXISTS commdn.job (
    id     text PRIMARY KEY,
    site   text NOT NULL REFERENCES commdn.site (name),
    source text NOT NULL,
    digest text NOT NULL,
    rows   bigint NOT NULL,
    sent   bigint NOT NULL DEFAULT 0,
    state  text NOT NULL DEFAULT 'publishing',
    made   timestamptz NOT NULL DEFAULT now(),
    ended  timestamptz
);
--
CREATE TABLE IF NOT EXISTS commdn.claim (
    key    text PRIMARY KEY,
    worker text NOT NULL,
    at     timestamptz NOT NULL DEFAULT now()
);
--
CREATE TABLE IF NOT EXISTS commdn.outcome (
    key      text PRIMARY KEY,
    job      text,
    line     bigint,
    part     integer,
    site     text NOT NULL,
    type     text NOT NULL,
    kind     text NOT NULL,
    code     text NOT NULL,
    text     text NOT NULL,
    attempts integer NOT NULL,
    worker   text NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    request  json
);
--
CREATE INDEX IF NOT EXISTS outcome_of_job ON commdn.outcome (job, line, part) WHERE job IS NOT NULL;
--
CREATE INDEX IF NOT EXISTS outcome_to_retry ON commdn.outcome (site, at) WHERE request IS NOT NULL;
--
CREATE TABLE IF NOT EXISTS commdn.retry (
    key     text PRIMARY KEY,
    site    text NOT NULL,
    job     text,
    request json NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);
--
CREATE TABLE IF NOT EXISTS commdn.worker (
    name    text PRIMARY KEY,
    site    text NOT NULL,
    lanes   integer[],
    active  integer[] NOT NULL DEFAULT '{}',
    status  text NOT NULL,
    server  text NOT NULL,
    sent    bigint NOT NULL DEFAULT 0,
    started timestamptz NOT NULL DEFAULT now(),
    seen    timestamptz NOT NULL DEFAULT now()
);
--
-- How many outcomes of each kind each queue has had, ever.
CREATE TABLE IF NOT EXISTS commdn.tally (
    site  text NOT NULL,
    queue text NOT NULL,
    kind  text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (site, queue, kind)
);
