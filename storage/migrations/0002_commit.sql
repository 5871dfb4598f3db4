-- Commits in one round trip. What is to be written comes as rows whose fields are the columns of their tables. Errors with the code
-- KT001, and violations of keys, mean that a record has moved on; KT002, that a key is taken. Functions keep their plans, so the
-- statements in them are static, and go along the indexes also where a plan was made when the table was small.

-- The kinds of records; each has the table of its name.
create function keep_talking.kinds() returns text[] language sql immutable as $$
  select array[
    'customer', 'talk', 'idea', 'belief', 'commitment', 'industryentry', 'brainstorm', 'nudge', 'post', 'draft', 'settings', 'batch',
    'batchpart', 'improvement', 'schedule'
  ]
$$;

-- Make the function that writes rows of one table. A migration that gives a table a column calls this again; what a commit derives
-- stays out of it. Raises KT001 where a record is not, or no longer, of the version that was read.
create function keep_talking.make_writer(kind text) returns void language plpgsql as $make$
declare
  columns text;
  fields  text;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum), string_agg('f.' || quote_ident(attname), ', ' order by attnum)
  into columns, fields from pg_attribute
  where attrelid = format('keep_talking.%I', kind)::regclass and attnum > 0 and not attisdropped and attname not in ('last_on', 'due_on');
  execute format($function$
    create or replace function keep_talking.write_%1$s(what text, rows json) returns void language plpgsql as $$
    declare
      written integer;
    begin
      case what
        when 'make' then
          insert into keep_talking.%1$I (%2$s) select %2$s from json_populate_recordset(null::keep_talking.%1$I, rows) on conflict do nothing;
        when 'change' then
          update keep_talking.%1$I t set (%2$s) = row(%3$s)
          from json_to_recordset(rows) w (before integer, fields json), json_populate_record(null::keep_talking.%1$I, w.fields) f
          where t.workspace = f.workspace and t.id = f.id and t.version = w.before;
        when 'remove' then
          delete from keep_talking.%1$I t using json_to_recordset(rows) w (workspace text, id text, before integer)
          where t.workspace = w.workspace and t.id = w.id and t.version = w.before;
      end case;
      get diagnostics written = row_count;
      if written < json_array_length(rows) then
        raise exception 'a %1$s has moved on' using errcode = 'KT001';
      end if;
    end $$;
  $function$, kind, columns, fields);
end $make$;

do $make$
declare
  branches text;
begin
  perform keep_talking.make_writer(kind) from unnest(keep_talking.kinds()) kind;
  select string_agg(format('when %L then perform keep_talking.write_%s(what, rows);', kind, kind), chr(10)) into branches
  from unnest(keep_talking.kinds()) kind;
  execute format($function$
    create function keep_talking.write_rows(kind text, what text, rows json) returns void language plpgsql as $$
    begin
      case kind
        %s
      end case;
    end $$;
  $function$, branches);
end $make$;

-- Commit changes as one, all of them or none: a row of nothing where they are written; where they are not, what hinders: a change that
-- has one of the keys, or a conflict. `writes` are rows of one table each that are made, changed or removed, in this order. A customer
-- is a pair of workspace and id: `renamed` are those whose names change, `names` what they are called now (the name stands third),
-- `told` those who must be there, `standing` those whose last talk is derived anew.
create function keep_talking.commit_changes(changes json, writes json, renamed json, names json, told json, standing json)
returns table (first_id uuid, first_change json, conflict text) language plpgsql set enable_seqscan = off as $$
declare
  one     record;
  written integer;
begin
  insert into keep_talking.change (workspace, key, id, at, by, verb, keyed, change)
  select * from json_to_recordset(changes)
    c (workspace text, key text, id uuid, at timestamptz, by text, verb text, keyed boolean, change json)
  on conflict do nothing;
  get diagnostics written = row_count;
  if written < json_array_length(changes) then
    raise exception 'a key is taken' using errcode = 'KT002';
  end if;
  if standing is not null then -- before anything is counted: whoever waits here sees what the other has written
    perform from json_array_elements(standing) s cross join lateral (
      select from keep_talking.customer c where c.workspace = s->>0 and c.id = s->>1 offset 0 for no key update
    ) locked;
  end if;
  if renamed is not null then
    delete from keep_talking.name n using json_array_elements(renamed) r where n.workspace = r->>0 and n.customer = r->>1;
  end if;
  if writes is not null then
    for one in select * from json_to_recordset(writes) w (kind text, what text, rows json) loop
      perform keep_talking.write_rows(one.kind, one.what, one.rows);
    end loop;
  end if;
  if names is not null then
    insert into keep_talking.name (workspace, customer, folded) select n->>0, n->>1, n->>2 from json_array_elements(names) n;
  end if;
  if told is not null then
    perform from json_array_elements(told) t cross join lateral (
      select from keep_talking.customer c where c.workspace = t->>0 and c.id = t->>1 offset 0 for key share
    ) there;
    get diagnostics written = row_count;
    if written < json_array_length(told) then
      raise exception 'a customer is not there' using errcode = 'KT001';
    end if;
  end if;
  if standing is not null then
    for one in
      select m.workspace, m.id, n.newest from json_array_elements(standing) s cross join lateral (
        select c.workspace, c.id, c.last_on from keep_talking.customer c where c.workspace = s->>0 and c.id = s->>1 offset 0
      ) m cross join lateral (
        select (
          select t.held_on from keep_talking.talk t where t.workspace = m.workspace and t.customer = m.id and t.counts
          order by t.held_on desc limit 1
        ) newest offset 0
      ) n where m.last_on is distinct from n.newest
    loop
      update keep_talking.customer c set last_on = one.newest where c.workspace = one.workspace and c.id = one.id;
    end loop;
  end if;
  return next;
exception
  when sqlstate 'KT002' then
    return query select c.id, c.change, null::text from keep_talking.change c
    join json_to_recordset(changes) h (workspace text, key text) on c.workspace = h.workspace and c.key = h.key limit 1;
  when sqlstate 'KT001' or unique_violation or foreign_key_violation then
    conflict := sqlerrm;
    return next;
end $$;

-- Look-ups by key, of several kinds in one round trip: `asked` are questions, of each the workspaces, and of each the keys; each row
-- found names its own. What is around a customer follows its own row. An `offset 0` keeps a look-up by key one along the index.
do $make$
declare
  wanted   text := 'from json_each(wanted) w (of, keys) cross join json_array_elements_text(w.keys) k (key) cross join lateral (';
  mine     text := 'offset 0) r;';
  around   text := 'offset 0) c cross join lateral (
            select c.record, c.last_on
            union all (select n.record, null from keep_talking.nudge n where n.workspace = w.of and n.customer = c.id order by n.sent_at, n.id)
            union all (
              select b.record, null from keep_talking.belief b where b.workspace = w.of and b.customer = c.id
              order by b.learned_at desc, b.id desc
            )
          ) r;';
  branches text;
begin
  select string_agg(format($branch$
        when %L then return query select one, w.of, k.key, r.record::text, null::date, null::date
          %s select t.record from keep_talking.%I t where t.workspace = w.of and t.%I = k.key %s %s$branch$,
    question, wanted, tab, by, coalesce('order by ' || sorted, ''), mine), '')
  into branches
  from (
    select kind question, kind tab, 'id' by, null sorted from unnest(keep_talking.kinds()) kind
    union all values
      ('nudges', 'nudge', 'customer', 'sent_at, id'), ('nudges of a post', 'nudge', 'post', 'sent_at, id'),
      ('beliefs', 'belief', 'customer', 'learned_at desc, id desc'), ('commitments', 'commitment', 'customer', 'made_at desc, id desc')
  ) simple;
  execute format($function$
    create function keep_talking.look_up(asked json)
    returns table (question text, workspace text, key text, found text, last_on date, due_on date) language plpgsql stable
    set enable_seqscan = off as $$
    #variable_conflict use_column
    declare
      one    text;
      wanted json;
    begin
      for one, wanted in select * from json_each(asked) loop
        case one
        when 'answered' then return query select one, w.of, k.key, r.change::text, null::date, null::date
          %1$s select c.change from keep_talking.change c where c.workspace = w.of and c.key = k.key %2$s
        when 'relationship' then return query select one, w.of, k.key, r.record::text, r.last_on, r.due_on
          %1$s select c.* from keep_talking.customer c where c.workspace = w.of and c.id = k.key %2$s
        when 'named' then return query select one, w.of, k.key, r.record::text, null::date, null::date
          %1$s select c.record from keep_talking.name n join keep_talking.customer c on c.workspace = n.workspace and c.id = n.customer
          where n.workspace = w.of and n.folded = k.key %2$s
        when 'around' then return query select one, w.of, k.key, r.record::text, r.last_on, null::date
          %1$s select c.id, c.record, c.last_on from keep_talking.customer c where c.workspace = w.of and c.id = k.key %4$s
        when 'called' then return query select one, w.of, k.key, r.record::text, r.last_on, null::date
          %1$s select c.id, c.record, c.last_on from keep_talking.name n
          join keep_talking.customer c on c.workspace = n.workspace and c.id = n.customer
          where n.workspace = w.of and n.folded = k.key %4$s
        when 'longest name' then return query select one, w.of, k.key, r.length::text, null::date, null::date
          %1$s select length(n.folded) from keep_talking.name n where n.workspace = w.of order by length(n.folded) desc limit 1 %2$s
        %3$s
        end case;
      end loop;
    end $$;
  $function$, wanted, mine, branches, around);
end $make$;
