-- A table a kind of record: what is asked for in columns, the record itself as jsonb. Every key and index begins with the workspace,
-- so that the tables could be partitioned by it. Texts compare by code point, as they do in Python.

create table keep_talking.schema (migration integer not null, records integer not null); -- one row: the last file run, the records' own schema
insert into keep_talking.schema values (0, 0);

create table keep_talking.change (
  workspace text collate "C" not null,
  key       text collate "C" not null, -- the request's, else one made from the id
  id        uuid not null,
  at        timestamptz not null,
  by        text collate "C" not null,
  verb      text not null,
  keyed     boolean not null,
  sequence  bigint generated always as identity,
  change    json not null, -- not jsonb: an answer is given again as it was, byte for byte
  primary key (workspace, key)
) with (toast_tuple_target = 8160); -- most changes fit into a page: they are neither compressed nor moved out at each commit
alter table keep_talking.change alter column change set storage external;
create index on keep_talking.change (workspace, by, at) where keyed;
create index on keep_talking.change (workspace, at);

create table keep_talking.audit ( -- what remains of a change after thirty days: no text
  workspace text collate "C" not null,
  sequence  bigint not null,
  id        uuid not null,
  at        timestamptz not null,
  by        text collate "C" not null,
  verb      text not null,
  key       text,
  records   json not null,
  primary key (workspace, sequence)
);

create table keep_talking.customer (
  workspace   text collate "C" not null,
  id          text collate "C" not null,
  version     integer not null,
  folded      text collate "C" not null,
  owner       text collate "C",
  channel     text collate "C",
  external_id text collate "C",
  domain      text collate "C",
  industry    text collate "C", -- folded
  added_on    date not null,
  booked_on   date,
  cadence     interval not null,
  last_on     date, -- of the last talk that counts: derived from the talks at every commit
  due_on      date not null generated always as (least((coalesce(last_on, added_on) + cadence)::date, date '9999-12-31')) stored,
  record      jsonb not null,
  primary key (workspace, id)
);
create index on keep_talking.customer (workspace, folded);
create index on keep_talking.customer (workspace, due_on, folded);
create index on keep_talking.customer (workspace, owner, folded) where owner is not null;
create index on keep_talking.customer (workspace, (record->>'sponsor'), due_on, folded);
create index on keep_talking.customer (workspace, channel, folded) where channel is not null;
create index on keep_talking.customer (workspace, external_id, folded) where external_id is not null;
create index on keep_talking.customer (workspace, domain, folded) where domain is not null;
create index on keep_talking.customer (workspace, industry) where industry is not null;
create index on keep_talking.customer (workspace, booked_on, folded) where booked_on is not null;

create table keep_talking.name ( -- every name a customer answers to, as names are compared; two customers share none
  workspace text collate "C" not null,
  folded    text collate "C" not null,
  customer  text collate "C" not null,
  primary key (workspace, folded),
  foreign key (workspace, customer) references keep_talking.customer on delete cascade
);
create index on keep_talking.name (workspace, customer);
create index on keep_talking.name (workspace, length(folded));

create table keep_talking.talk (
  workspace   text collate "C" not null,
  id          text collate "C" not null,
  version     integer not null,
  customer    text collate "C" not null,
  held_on     date not null,
  recorded_at timestamptz not null,
  counts      boolean not null,
  words       tsvector not null, -- each begins with the workspace
  record      jsonb not null,
  primary key (workspace, id),
  foreign key (workspace, customer) references keep_talking.customer
);
create index on keep_talking.talk (workspace, customer, held_on, recorded_at, id);
create index on keep_talking.talk (workspace, held_on, recorded_at, id);
create index on keep_talking.talk using gin (words);

create table keep_talking.idea (
  workspace text collate "C" not null,
  id        text collate "C" not null,
  version   integer not null,
  customer  text collate "C" not null,
  noted_at  timestamptz not null,
  to_tell   boolean not null, -- somebody has yet to hear what became of it
  first_day date not null, -- on which something happened to it; the last too
  last_day  date not null,
  words     tsvector not null, -- each begins with the workspace
  record    jsonb not null,
  primary key (workspace, id),
  foreign key (workspace, customer) references keep_talking.customer
);
create index on keep_talking.idea (workspace, customer, noted_at, id);
create index on keep_talking.idea (workspace, noted_at, id);
create index on keep_talking.idea (workspace, noted_at, id) where to_tell;
create index on keep_talking.idea (workspace, last_day);
create index on keep_talking.idea using gin (words);

create table keep_talking.belief (
  workspace  text collate "C" not null,
  id         text collate "C" not null,
  version    integer not null,
  customer   text collate "C" not null,
  learned_on date not null,
  learned_at timestamptz not null,
  first_day  date not null, -- on which something happened to it; the last too
  last_day   date not null,
  words      tsvector not null, -- each begins with the workspace
  record     jsonb not null,
  primary key (workspace, id),
  foreign key (workspace, customer) references keep_talking.customer
);
create index on keep_talking.belief (workspace, customer, learned_at, id);
create index on keep_talking.belief (workspace, last_day);
create index on keep_talking.belief using gin (words);

create table keep_talking.commitment (
  workspace   text collate "C" not null,
  id          text collate "C" not null,
  version     integer not null,
  customer    text collate "C" not null,
  made_at     timestamptz not null,
  promised_by date, -- the day by which it is still to be kept
  first_day   date not null, -- on which something happened to it; the last too
  last_day    date not null,
  words       tsvector not null, -- each begins with the workspace
  record      jsonb not null,
  primary key (workspace, id),
  foreign key (workspace, customer) references keep_talking.customer
);
create index on keep_talking.commitment (workspace, customer, made_at, id);
create index on keep_talking.commitment (workspace, promised_by, made_at, id) where promised_by is not null;
create index on keep_talking.commitment (workspace, last_day);
create index on keep_talking.commitment using gin (words);

create table keep_talking.improvement (
  workspace text collate "C" not null,
  id        text collate "C" not null,
  version   integer not null,
  customer  text collate "C" not null,
  number    integer not null,
  cycle     integer not null,
  begun_at  timestamptz not null,
  check_on  date, -- the day from which its result is asked for
  to_tell   boolean not null, -- somebody has yet to hear of its result
  first_day date not null,
  last_day  date not null,
  words     tsvector not null, -- each begins with the workspace
  record    jsonb not null,
  primary key (workspace, id),
  foreign key (workspace, customer) references keep_talking.customer
);
create index on keep_talking.improvement (workspace, customer, number, cycle, id);
create index on keep_talking.improvement (workspace, number, cycle, id);
create index on keep_talking.improvement (workspace, check_on, number, cycle, id) where check_on is not null;
create index on keep_talking.improvement (workspace, number, cycle, id) where to_tell;
create index on keep_talking.improvement (workspace, last_day);
create index on keep_talking.improvement using gin (words);

create table keep_talking.industryentry (
  workspace text collate "C" not null,
  id        text collate "C" not null,
  version   integer not null,
  folded    text collate "C" not null,
  noted_at  timestamptz not null,
  record    jsonb not null,
  primary key (workspace, id)
);
create index on keep_talking.industryentry (workspace, folded, noted_at, id);

create table keep_talking.nudge (
  workspace text collate "C" not null,
  id        text collate "C" not null,
  version   integer not null,
  customer  text collate "C" not null, -- may outlive it
  post      text collate "C" not null,
  sent_at   timestamptz not null,
  record    jsonb not null,
  primary key (workspace, id)
);
create index on keep_talking.nudge (workspace, customer, sent_at, id);
create index on keep_talking.nudge (workspace, post, sent_at, id);

create table keep_talking.post (
  workspace    text collate "C" not null,
  id           text collate "C" not null,
  version      integer not null,
  state        text collate "C" not null,
  not_before   timestamptz not null,
  leased_until timestamptz, -- until then a bot has taken it; whoever writes the row gives it back
  record       jsonb not null,
  primary key (workspace, id)
);
create index on keep_talking.post (workspace, not_before, id) where state in ('pending', 'sending');
create index on keep_talking.post (workspace, not_before) where state in ('sent', 'dead');

create table keep_talking.draft (
  workspace  text collate "C" not null,
  id         text collate "C" not null,
  version    integer not null,
  expires_at timestamptz not null,
  record     jsonb not null,
  primary key (workspace, id)
);
create index on keep_talking.draft (workspace, expires_at);

create table keep_talking.schedule (
  workspace text collate "C" not null,
  id        text collate "C" not null,
  version   integer not null,
  set_at    timestamptz not null,
  record    jsonb not null,
  primary key (workspace, id)
);

create table keep_talking.settings (
  workspace text collate "C" not null,
  id        text collate "C" not null,
  version   integer not null,
  record    jsonb not null,
  primary key (workspace, id)
);

create table keep_talking.batch (like keep_talking.settings including all);

create table keep_talking.batchpart (like keep_talking.settings including all);

create table keep_talking.brainstorm (like keep_talking.settings including all);
