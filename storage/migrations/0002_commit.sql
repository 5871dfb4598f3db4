-- A commit in one round trip. What is to be written comes as rows whose fields are the columns of their tables. Errors with the code
-- KT001, and violations of keys, mean that a record has moved on. Functions keep their plans, so the statements in them are static.

-- Make the function that writes rows of one table. A migration that gives a table a column calls this again; what a commit derives
-- stays out of it. Returns how many rows were written: none where a record is not, or no longer, of the version that was read.
create function keep_talking.make_writer(kind text) returns void language plpgsql as $make$
declare
  columns text;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
  where attrelid = format('keep_talking.%I', kind)::regclass and attnum > 0 and not attisdropped and attname not in ('last_on', 'due_on');
  execute format($function$
    create or replace function keep_talking.write_%1$s(of text, record_id text, before integer, fields json) returns integer
    language plpgsql as $$
    declare
      written integer;
    begin
      if fields is null then
        delete from keep_talking.%1$I where workspace = of and id = record_id and version = before;
      elsif before is null then
        insert into keep_talking.%1$I (%2$s) select %2$s from json_populate_record(null::keep_talking.%1$I, fields) on conflict do nothing;
      else
        update keep_talking.%1$I set (%2$s) = (select %2$s from json_populate_record(null::keep_talking.%1$I, fields))
        where workspace = of and id = record_id and version = before;
      end if;
      get diagnostics written = row_count;
      return written;
    end $$;
  $function$, kind, columns);
end $make$;

select keep_talking.make_writer(kind)
from unnest(array[
  'customer', 'talk', 'idea', 'belief', 'commitment', 'industryentry', 'brainstorm', 'nudge', 'post', 'draft', 'settings', 'batch', 'batchpart',
  'improvement', 'schedule'
]) kind;

create function keep_talking.write_record(of text, kind text, record_id text, before integer, fields json) returns void
language plpgsql as $$
declare
  written integer;
begin
  case kind
    when 'customer' then written := keep_talking.write_customer(of, record_id, before, fields);
    when 'talk' then written := keep_talking.write_talk(of, record_id, before, fields);
    when 'idea' then written := keep_talking.write_idea(of, record_id, before, fields);
    when 'belief' then written := keep_talking.write_belief(of, record_id, before, fields);
    when 'commitment' then written := keep_talking.write_commitment(of, record_id, before, fields);
    when 'industryentry' then written := keep_talking.write_industryentry(of, record_id, before, fields);
    when 'brainstorm' then written := keep_talking.write_brainstorm(of, record_id, before, fields);
    when 'nudge' then written := keep_talking.write_nudge(of, record_id, before, fields);
    when 'post' then written := keep_talking.write_post(of, record_id, before, fields);
    when 'draft' then written := keep_talking.write_draft(of, record_id, before, fields);
    when 'settings' then written := keep_talking.write_settings(of, record_id, before, fields);
    when 'batch' then written := keep_talking.write_batch(of, record_id, before, fields);
    when 'batchpart' then written := keep_talking.write_batchpart(of, record_id, before, fields);
    when 'improvement' then written := keep_talking.write_improvement(of, record_id, before, fields);
    when 'schedule' then written := keep_talking.write_schedule(of, record_id, before, fields);
  end case;
  if written = 0 then
    raise exception '% % has moved on', kind, record_id using errcode = 'KT001';
  end if;
end $$;

-- How relationships stand: the day of the last talk that counts, and one cadence after it (or after the day the customer was added).
create function keep_talking.derive(of text, customers text[]) returns void language plpgsql as $$
declare
  one    text;
  newest date;
begin
  foreach one in array customers loop
    select t.held_on into newest from keep_talking.talk t
    where t.workspace = of and t.customer = one and t.counts order by t.held_on desc limit 1;
    update keep_talking.customer c
    set last_on = newest, due_on = least((coalesce(newest, c.added_on) + c.cadence)::date, date '9999-12-31')
    where c.workspace = of and c.id = one and (c.last_on is distinct from newest
      or c.due_on is distinct from least((coalesce(newest, c.added_on) + c.cadence)::date, date '9999-12-31'));
  end loop;
end $$;

-- Where the change's key is taken, return the change that has it, else nothing. `renamed` are customers whose names change, and `names`
-- pairs of a name and whose it becomes; `told` are customers who must be there; `standing` those whose due dates are derived anew.
create function keep_talking.commit_change(head json, body json, writes json, renamed text[], names json, told text[], standing text[])
returns table (first_id uuid, first_change json) language plpgsql as $$
declare
  of  text := head->>'workspace';
  one record;
begin
  insert into keep_talking.change (workspace, key, id, at, by, verb, keyed, change)
  select of, h.key, h.id, h.at, h.by, h.verb, h.keyed, body
  from json_to_record(head) h (key text, id uuid, at timestamptz, by text, verb text, keyed boolean)
  on conflict do nothing;
  if not found then
    return query select c.id, c.change from keep_talking.change c where c.workspace = of and c.key = head->>'key';
    return;
  end if;
  if cardinality(standing) > 0 then -- before anything is counted: whoever waits here sees what the other has written
    perform from keep_talking.customer c where c.workspace = of and c.id = any (standing) order by c.id for no key update;
  end if;
  if cardinality(renamed) > 0 then
    delete from keep_talking.name n where n.workspace = of and n.customer = any (renamed);
  end if;
  for one in select * from json_to_recordset(writes) w (kind text, id text, before integer, fields json) loop
    perform keep_talking.write_record(of, one.kind, one.id, one.before, one.fields);
  end loop;
  if cardinality(renamed) > 0 then
    insert into keep_talking.name (workspace, folded, customer) select of, pair->>0, pair->>1 from json_array_elements(names) pair;
  end if;
  if cardinality(told) > 0 then
    perform from keep_talking.customer c where c.workspace = of and c.id = any (told) order by c.id for key share;
    if (select count(*) from keep_talking.customer c where c.workspace = of and c.id = any (told)) < cardinality(told) then
      raise exception 'a customer is not there' using errcode = 'KT001';
    end if;
  end if;
  if cardinality(standing) > 0 then
    perform keep_talking.derive(of, standing);
  end if;
end $$;

-- Several changes in one transaction, each whole or not at all, in this order: a row tells what came of each.
create function keep_talking.commit_changes(changes json)
returns table (first_id uuid, first_change json, conflict text) language plpgsql as $$
declare
  one record;
begin
  for one in
    select * from json_to_recordset(changes) c (head json, body json, writes json, renamed text[], names json, told text[], standing text[])
  loop
    first_id := null; first_change := null; conflict := null;
    begin
      select f.first_id, f.first_change into first_id, first_change
      from keep_talking.commit_change(one.head, one.body, one.writes, one.renamed, one.names, one.told, one.standing) f;
    exception
      when sqlstate 'KT001' or unique_violation or foreign_key_violation then
        conflict := sqlerrm;
    end;
    return next;
  end loop;
end $$;

-- Look-ups by key, of several kinds in one round trip: question, workspace and key stand side by side, and each row found names its
-- own. `asked` are the questions there are. An `offset 0` keeps a look-up by key one along the index, also where the plan was made
-- when the table was small.
do $make$
declare
  kinds    text[] := array[
    'customer', 'talk', 'idea', 'belief', 'commitment', 'industryentry', 'brainstorm', 'nudge', 'post', 'draft', 'settings', 'batch',
    'batchpart', 'improvement', 'schedule'
  ];
  wanted   text := 'from unnest(questions, workspaces, keys) k (question, of, key) cross join lateral (';
  mine     text := 'offset 0) r where k.question = one;';
  branches text;
begin
  select string_agg(format($branch$
        when %L then return query select one, k.of, k.key, r.record::text, null::date, null::date
          %s select t.record from keep_talking.%I t where t.workspace = k.of and t.%I = k.key %s %s$branch$,
    question, wanted, tab, by, coalesce('order by ' || sorted, ''), mine), '')
  into branches
  from (
    select kind question, kind tab, 'id' by, null sorted from unnest(kinds) kind
    union all values
      ('nudges', 'nudge', 'customer', 'sent_at, id'), ('nudges of a post', 'nudge', 'post', 'sent_at, id'),
      ('beliefs', 'belief', 'customer', 'learned_at desc, id desc'), ('commitments', 'commitment', 'customer', 'made_at desc, id desc')
  ) simple;
  execute format($function$
    create function keep_talking.look_up(asked text[], questions text[], workspaces text[], keys text[])
    returns table (question text, workspace text, key text, found text, last_on date, due_on date) language plpgsql stable as $$
    #variable_conflict use_column
    declare
      one text;
    begin
      foreach one in array asked loop
        case one
        when 'answered' then return query select one, k.of, k.key, r.change::text, null::date, null::date
          %1$s select c.change from keep_talking.change c where c.workspace = k.of and c.key = k.key %2$s
        when 'relationship' then return query select one, k.of, k.key, r.record::text, r.last_on, r.due_on
          %1$s select c.* from keep_talking.customer c where c.workspace = k.of and c.id = k.key %2$s
        when 'named' then return query select one, k.of, k.key, r.record::text, null::date, null::date
          %1$s select c.record from keep_talking.name n join keep_talking.customer c on c.workspace = n.workspace and c.id = n.customer
          where n.workspace = k.of and n.folded = k.key %2$s
        when 'longest name' then return query select one, k.of, k.key, r.length::text, null::date, null::date
          %1$s select length(n.folded) from keep_talking.name n where n.workspace = k.of order by length(n.folded) desc limit 1 %2$s
        %3$s
        end case;
      end loop;
    end $$;
  $function$, wanted, mine, branches);
end $make$;
