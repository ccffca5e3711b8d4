insert into component_states (session, component, sequence, state)
select $1, component, $2, state from unnest($3::text[], $4::text[]) as given (component, state)
on conflict (session, component) do update set sequence = excluded.sequence, state = excluded.state;
