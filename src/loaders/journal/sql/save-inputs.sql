insert into journal_inputs (session, source, position)
select $1, source, position from unnest($2::text[], $3::text[]) as given (source, position)
on conflict (session, source) do update set position = excluded.position;
