create table if not exists schema_migrations (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp()
);
create table if not exists database_flavour (
  only_row boolean primary key default true check (only_row),
  flavour text not null check (flavour in ('timescale', 'native'))
);
