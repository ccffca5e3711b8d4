insert into journal_sessions (id, kind, strategy, configuration, code_commit, started_at, head_hash)
values ($1, $2, $3, $4, $5, at_ms($6), decode($7, 'hex'))
on conflict (id) do nothing;
