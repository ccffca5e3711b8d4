select s.head_sequence::float8 as sequence, encode(s.head_hash, 'hex') as hash,
  (
    select coalesce(json_agg(json_build_object('source', i.source, 'position', i.position)), '[]')
    from journal_inputs i
    where i.session = s.number
  ) as inputs,
  (
    select coalesce(json_agg(json_build_object('component', c.component, 'sequence', c.sequence, 'state', c.state)), '[]')
    from component_states c
    where c.session = s.number
  ) as states
from journal_sessions s
where s.id = $1;
