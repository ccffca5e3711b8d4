select exists (select from pg_extension where extname = 'timescaledb')
  or (
    exists (select from pg_available_extensions where name = 'timescaledb')
    and current_setting('shared_preload_libraries') ~ '(^|[\s,])timescaledb([\s,]|$)'
  ) as usable;
