/** A database's schema as text: relations with columns, keys, indexes, views and functions, in a fixed order. */
import type {Pool} from "pg";

const STATEMENT = `
with ours as (
  select c.oid, n.nspname || '.' || c.relname as name, c.relkind
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^_?timescaledb'
    and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
)
select name || ' column ' || lpad(a.attnum::text, 2, '0') || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
  || case when a.attnotnull then ' not null' else '' end as line
from ours join pg_attribute a on a.attrelid = ours.oid where a.attnum > 0 and not a.attisdropped
union all
-- "not null" constraints have rows of their own from PostgreSQL 18 on; columns above say it already.
select name || ' constraint ' || pg_get_constraintdef(k.oid) from ours join pg_constraint k on k.conrelid = ours.oid
where k.contype <> 'n'
union all
select name || ' index ' || regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX .* USING', '\\1USING')
from ours join pg_index i on i.indrelid = ours.oid
union all
select n.nspname || '.' || p.proname || ' function (' || pg_get_function_arguments(p.oid) || ') '
  || coalesce(pg_get_function_result(p.oid), 'procedure')
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^_?timescaledb'
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;

export async function schemaText(pool: Pool): Promise<string> {
  const {rows} = await pool.query<{line: string}>(STATEMENT);
  const lines = rows.map(({line}) => line).sort();
  return `${lines.join("\n")}\n`;
}
