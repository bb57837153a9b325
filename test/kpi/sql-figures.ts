import { DatabaseSync } from 'node:sqlite';

/** What is asked of the figures: a span, up to when things stand, and the columns by which parts are told apart. */
export interface SqlAsked {
  readonly since: number;
  readonly until: number;
  readonly now: number;
  readonly by: readonly ('account' | 'team' | 'environment' | 'region' | 'actor' | 'day' | 'week' | 'month')[];
}

/**
 * The figures of an exported ledger by SQL over its lines, without any code of ours: for each part (its columns as JSON) and
 * figure (as `detect.all.p95`) a number. Only what is not 0 is told.
 */
export function sqlFigures(lines: Iterable<string>, asked: SqlAsked): ReadonlyMap<string, number> {
  const db = new DatabaseSync(':memory:');
  db.exec('create table line (json text)');
  const insert = db.prepare('insert into line values (?)');
  db.exec('begin');
  for (const line of lines) insert.run(line);
  db.exec('commit');
  const { by, now, since, until } = asked;
  for (const sql of tables({ now, since, until }).split(';')) if (sql.trim() !== '') db.exec(sql);
  const part =
    by.length === 0 ? 'json_object()' : `json_object(${by.map((each) => `'${each}', ${columns[each]}`).join(', ')})`;
  const found = db.prepare(figures(part)).all() as unknown as { part: string; name: string; value: number | null }[];
  db.close();
  return new Map(
    found
      .filter(({ value }) => value !== null && value !== 0)
      .map(({ name, part: of, value }) => [`${of} ${name}`, value!]),
  );
}

const date = (format: string): string => `strftime('${format}', at / 1000.0, 'unixepoch')`;

const columns = {
  ...{ account: 'account', team: 'team', environment: 'environment', region: 'region', actor: 'actor' },
  ...{ day: date('%Y-%m-%d'), month: date('%Y-%m') },
  week: "strftime('%Y-%m-%d', at / 1000.0, 'unixepoch', '-6 days', 'weekday 1')",
};

/** Milliseconds of a time as text. */
const millis = (column: string): string => `cast(round(unixepoch(${column}, 'subsec') * 1000) as integer)`;

const tables = ({ now, since, until }: Omit<SqlAsked, 'by'>): string => `
create table e as
  select json ->> '$.entry.shard' shard, json ->> '$.entry.n' n, json ->> '$.entry.at' written, json ->> '$.entry.kind' kind,
    json ->> '$.body' body
  from line where json ->> '$.entry' is not null;
create table limits as select (select min(written) from e) began;
create table told as
  select body ->> '$.message' message, body ->> '$.what' what, body ->> '$.at' at, body ->> '$.of' of, body ->> '$.outcome' outcome,
    body -> '$.decisions' decisions, body -> '$.incidents' incidents
  from e where kind = 'told';
create table heard as select * from told where of in ('incident', 'collapsed') and outcome = 'done';
create table reached as
  select value id, at from heard, json_each(decisions) union all select value, at from heard, json_each(incidents);
create index reached_id on reached (id);
create table telling as select min(at) since from heard;
create table canary as select distinct body ->> '$.canary' id from e where kind = 'drilled';
create table drilled as select distinct value id from told, json_each(decisions) where of = 'drill';
create table revision as
  select id, ruling, severity from (
    select body ->> '$.of' id, body ->> '$.verdict.ruling' ruling, body ->> '$.verdict.severity' severity,
      row_number() over (partition by body ->> '$.of' order by n desc) newest
    from e where kind = 'revised') where newest = 1;
create unique index revision_id on revision (id);
create table decision as
  select body ->> '$.decision.id' id, ${millis("body ->> '$.decision.at'")} at, written made, body ->> '$.decision.account.id' account,
    body ->> '$.decision.region' region, body ->> '$.decision.on.owner' team, body ->> '$.decision.on.environment' environment,
    case when body ->> '$.decision.actor.identity' = 'asserted'
      then coalesce(body ->> '$.decision.actor.person', body ->> '$.decision.actor.principal')
      else coalesce(body ->> '$.decision.actor.principal', body ->> '$.decision.actor.person') end actor,
    body ->> '$.decision.on.id' subject, body ->> '$.decision.call.result' result, body ->> '$.decision.own' own,
    body ->> '$.decision.incident' incident, body ->> '$.decision.verdict.ruling' ruling,
    body ->> '$.decision.verdict.severity' severity, json_array_length(body, '$.decision.records') records,
    ${millis("body ->> '$.decision.records[0].receivedAt'")} received
  from e where kind = 'decided';
create unique index decision_id on decision (id);
create table judged as
  select d.*, coalesce(r.ruling, d.ruling) last, coalesce(r.severity, d.severity) lastSeverity, r.id is not null isRevised,
    case when d.id in (select id from drilled) or d.subject in (select id from canary) then 'drills'
      when d.result is null then 'standing' when d.own is not null then 'own'
      when d.result <> 'applied' then 'attempts' else 'changes' end class,
    d.at < (select began from limits) - 3600000 or (d.records > 0 and d.received is null) old,
    (select case when own <= coalesce(whole, own) then own when whole >= d.made then whole end from (select
      (select min(at) from reached where reached.id = d.id) own,
      (select min(at) from reached where reached.id = d.incident) whole)) toldAt,
    exists (select 1 from reached where reached.id = d.incident) joined,
    d.made < coalesce((select since from telling), 9e15) early
  from decision d left join revision r on r.id = d.id where d.at between ${since} and ${until};
create table follow as
  select e.shard, e.n, e.written, coalesce(body -> '$.follows', body -> '$.facts', body -> '$.detail.follows') follows
  from e where kind in ('decided', 'observed', 'outcome', 'revised', 'ordered');
create table incident as
  select * from (
    select value ->> '$.id' id, value ->> '$.group' subject, value ->> '$.site.account' account, value ->> '$.site.region' region,
      value ->> '$.family' family, value ->> '$.openedAt' at, value ->> '$.closedAt' closed, value ->> '$.earlier' earlier,
      value -> '$.decisions' decisions,
      first_value(written) over (partition by value ->> '$.id' order by shard, n) seen,
      row_number() over (partition by value ->> '$.id' order by n desc) newest
    from follow, json_each(follows, '$.incidents')) where newest = 1
;
create table drill_incident as select id from incident where subject in (select id from canary)
  or exists (select 1 from json_each(decisions) j join drilled on drilled.id = j.value);
delete from incident where id in (select id from drill_incident);
create unique index incident_id on incident (id);
create table violation as
  select * from (
    select value ->> '$.incident' incident, value ->> '$.tuple' tuple, value ->> '$.openedAt' opened, value ->> '$.closedAt' closed,
      value ->> '$.state' state,
      row_number() over (partition by value ->> '$.incident', value ->> '$.check', value ->> '$.tuple', value ->> '$.openedAt'
        order by n desc) newest
    from follow, json_each(follows, '$.violations')) where newest = 1;
create index violation_incident on violation (incident);
create table member as select i.id incident, j.value decision, j.key place from incident i, json_each(i.decisions) j;
create index member_incident on member (incident);
create table action as select distinct body ->> '$.action' id, body ->> '$.for' decision from e where kind = 'acting';
create table verified as select distinct body ->> '$.action' id from e where kind = 'outcome' and body ->> '$.state' = 'verified';
create table agreed as select distinct body ->> '$.detail.row.intent.action' id from e where kind = 'ordered';
create table orders as
  select body ->> '$.on' subject, body ->> '$.order' what, written, body -> '$.detail.noise' noise from e where kind = 'ordered';
create table resolved as
  select subject, written at from (select *, row_number() over (partition by subject order by rowid desc) newest from orders
    where what = 'resolve') where newest = 1;
create table answer as
  select subject, noise from (select *, row_number() over (partition by subject order by rowid desc) newest from orders
    where what = 'resolve' and noise is not null) where newest = 1;
create table ended as
  select i.*,
    (select min(r.at) from reached r where r.id = i.id or r.id in (select decision from member where incident = i.id)) toldAt,
    case when i.closed is null or (s.at is not null and s.at <= i.closed) then s.at else i.closed end endAt,
    case
      when i.closed is null and s.at is null then null
      when i.closed is null or s.at <= i.closed then 'accepted'
      when exists (select 1 from violation v where v.incident = i.id and state in ('accepted', 'resolved')) then 'accepted'
      when exists (select 1 from violation v where v.incident = i.id and state in ('gone', 'group gone')) then
        case when exists (select 1 from member m join action a using (decision) join verified using (id) join agreed using (id)
            where m.incident = i.id) then 'approved'
          when exists (select 1 from member m join action a using (decision) join verified using (id) where m.incident = i.id)
            then 'ours'
          else 'people' end
      when exists (select 1 from violation v where v.incident = i.id and state = 'unattended') then 'lapsed'
      else 'withdrawn' end how
  from incident i left join resolved s on s.subject = i.id;
create table placed as
  select i.id incident, d.team, d.environment, d.actor from incident i
  left join decision d on d.id = (
    select m.decision from member m join decision k on k.id = m.decision where m.incident = i.id
      and (k.incident is not null or k.id in (select id from reached) or k.id in (select id from revision))
    order by m.place limit 1);
create unique index placed_incident on placed (incident);
create table incidents as
  select e.*, p.team, p.environment, p.actor,
    coalesce(toldAt, case when seen < coalesce((select since from telling), 9e15) then seen end) startAt
  from ended e join placed p on p.incident = e.id;
create table opening as
  select account, region, team, environment, actor, start at, start, case when min(closed is null) = 0 and max(closed is null) = 1 then null
      when max(closed is null) = 1 then null else max(closed) end stop
  from (select i.id, i.account, i.region, i.team, i.environment, i.actor, v.tuple, v.closed,
      case when i.earlier is null then v.opened else max(v.opened, i.at) end start
    from incidents i join violation v on v.incident = i.id where i.family = 'opening' and v.state <> 'withdrawn')
  group by id, tuple, start having start between ${since} and ${until};
create table messages as
  select m.message, m.at, m.decisions, m.incidents, d.account, d.region, d.team, d.environment, d.actor
  from (select message, min(at) at, decisions, incidents from heard where what = 'first' group by message) m
  left join decision d on d.id = (select value from json_each(m.decisions) limit 1)
  where m.at between ${since} and ${until}
    and not exists (select 1 from json_each(m.decisions) j join drilled on drilled.id = j.value)
    and not exists (select 1 from json_each(m.incidents) j join drill_incident on drill_incident.id = j.value);
create table asks as select body ->> '$.decision.id' decision, value ->> '$.ask.hash' hash
  from e, json_each(body, '$.facts.follows') where kind = 'decided';
create table sample as
  select 'detect.all' name, account, region, team, environment, actor, at, coalesce(toldAt, made) - at value from judged
    where class = 'changes' and last = 'breach' and not old and received is not null and (toldAt is not null or (not joined and early))
  union all select 'detect.aws', account, region, team, environment, actor, at, received - at from judged
    where class = 'changes' and last = 'breach' and not old and received is not null and (toldAt is not null or (not joined and early))
  union all select 'detect.ours', account, region, team, environment, actor, at, coalesce(toldAt, made) - received from judged
    where class = 'changes' and last = 'breach' and not old and received is not null and (toldAt is not null or (not joined and early))
  union all select 'remediate.all', account, region, team, environment, actor, at, endAt - startAt from incidents
    where how in ('ours', 'approved', 'people', 'accepted') and startAt is not null and at between ${since} and ${until}
  union all select 'remediate.' || how, account, region, team, environment, actor, at, endAt - startAt from incidents
    where how in ('ours', 'approved', 'people', 'accepted') and startAt is not null and at between ${since} and ${until}
  union all select 'remediate.open', account, region, team, environment, actor, at, ${now} - at from incidents
    where how is null and at between ${since} and ${until};
create table tally as
  select class name, account, region, team, environment, actor, at, 1 value from judged
  union all select 'verdicts.' || last, account, region, team, environment, actor, at, 1 from judged where class = 'changes'
  union all select 'revised', account, region, team, environment, actor, at, 1 from judged
    where class in ('changes', 'attempts') and isRevised
  union all select 'work.judged', account, region, team, environment, actor, at, 1 from judged where class in ('changes', 'attempts')
  union all select 'unauthorised.n', account, region, team, environment, actor, at, 1 from judged
    where class = 'changes' and last = 'breach'
  union all select 'unauthorised.' || lastSeverity, account, region, team, environment, actor, at, 1 from judged
    where class = 'changes' and last = 'breach'
  union all select 'unauthorised.attempts', account, region, team, environment, actor, at, 1 from judged
    where class = 'attempts' and last = 'breach'
  union all select 'detect.' || case when old then 'backfilled' when received is null then 'unrecorded'
      when toldAt is not null then 'told' when joined then 'joined' when early then 'decided' else 'kept' end,
    account, region, team, environment, actor, at, 1 from judged where class = 'changes' and last = 'breach'
  union all select 'alerts.kept', account, region, team, environment, actor, at, 1 from judged
    where class in ('changes', 'attempts') and (ruling = 'breach' or (ruling = 'unknown' and severity <> 'none')) and not old
      and toldAt is null and not joined and not early
  union all select 'remediate.ended.' || how, account, region, team, environment, actor, at, 1 from incidents
    where how is not null and at between ${since} and ${until}
  union all select 'work.endedByUs', account, region, team, environment, actor, at, 1 from incidents
    where how = 'ours' and at between ${since} and ${until}
  union all select 'remediate.kept', account, region, team, environment, actor, at, 1 from incidents
    where how in ('ours', 'approved', 'people', 'accepted') and startAt is null and at between ${since} and ${until}
  union all select 'exposure.openings', account, region, team, environment, actor, at, 1 from opening where stop is not null
  union all select 'exposure.open', account, region, team, environment, actor, at, 1 from opening where stop is null
  union all select 'exposure.closedMillis', account, region, team, environment, actor, at, max(0, stop - start) from opening
    where stop is not null
  union all select 'exposure.openMillis', account, region, team, environment, actor, at, max(0, ${now} - start) from opening
    where stop is null
  union all select 'alerts.messages', account, region, team, environment, actor, at, 1 from messages
  union all select 'alerts.actedOn', account, region, team, environment, actor, at, 1 from messages m where
    exists (select 1 from json_each(m.incidents) j join ended i on i.id = j.value where how not in ('lapsed', 'withdrawn'))
    or exists (select 1 from json_each(m.incidents) j join orders o on o.subject = j.value)
    or exists (select 1 from json_each(m.decisions) j join asks k on k.decision = j.value join orders o on o.subject = k.hash)
  union all select 'alerts.answered', account, region, team, environment, actor, at, 1 from messages m where
    exists (select 1 from json_each(m.incidents) j join answer a on a.subject = j.value)
  union all select 'alerts.noise', account, region, team, environment, actor, at, 1 from messages m where
    exists (select 1 from json_each(m.incidents) j join answer a on a.subject = j.value where noise = 'true')`;

/** Sums of what is counted; of samples how many, mean, most, and the percentiles by nearest rank. */
const figures = (part: string): string => `
with ranked as (
  select ${part} part, name, max(0, value) value,
    row_number() over (partition by ${part}, name order by max(0, value)) rank, count(*) over (partition by ${part}, name) n
  from sample)
select ${part} part, name, sum(value) value from tally group by 1, 2
union all select part, name || '.n', max(n) from ranked group by 1, 2
union all select part, name || '.mean', avg(value) from ranked group by 1, 2
union all select part, name || '.most', max(value) from ranked group by 1, 2
union all select part, name || '.p50', value from ranked where rank = (50 * n + 99) / 100
union all select part, name || '.p95', value from ranked where rank = (95 * n + 99) / 100`;
