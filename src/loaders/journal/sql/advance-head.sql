update journal_sessions set head_sequence = $3, head_hash = decode($4, 'hex')
where number = $1 and head_sequence = $2 and ended_at is null;
