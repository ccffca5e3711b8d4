-- Accounts, sessions, tokens for programs, failed sign-ins and the audit log. Passwords are argon2id hashes; sessions and
-- tokens are kept as hashes of what their owners hold.

create schema authentication;

create table authentication.users (
  id text primary key,
  username text not null unique check (username = lower(username)),
  password_hash text not null,
  role text not null check (role in ('viewer', 'researcher', 'trader', 'admin')),
  must_change_password boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

create table authentication.session (
  id text primary key,
  user_id text not null references authentication.users on delete cascade,
  expires_at timestamptz not null
);
create index session_user_id on authentication.session (user_id);

create table authentication.api_tokens (
  id text primary key,
  token_hash text not null unique,
  user_id text not null references authentication.users on delete cascade,
  name text not null,
  role text not null check (role in ('viewer', 'researcher', 'trader', 'admin')),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table authentication.sign_in_attempts (
  subject text primary key,
  attempts int not null,
  last_at timestamptz not null,
  blocked_until timestamptz not null
);

-- Counts an attempt before its password is looked at, so that many at once are no way around the limit. Returns the
-- milliseconds for which the subject is blocked; 0 lets the attempt pass. From `p_limit` attempts on each further one
-- doubles the wait, from one second to a quarter of an hour; after a quarter of an hour of quiet it starts anew.
create function authentication.count_attempt(p_subject text, p_limit int) returns double precision
language plpgsql as $$
declare
  v_now timestamptz := clock_timestamp();
  v_quiet interval := interval '15 minutes';
  v_row authentication.sign_in_attempts;
begin
  insert into authentication.sign_in_attempts (subject, attempts, last_at, blocked_until)
  values (p_subject, 0, v_now, v_now) on conflict do nothing;
  select * into v_row from authentication.sign_in_attempts where subject = p_subject for update;
  if v_row.blocked_until > v_now then
    return extract(epoch from v_row.blocked_until - v_now) * 1000;
  end if;
  if v_row.last_at < v_now - v_quiet then v_row.attempts := 0; end if;
  v_row.attempts := v_row.attempts + 1;
  update authentication.sign_in_attempts set
    attempts = v_row.attempts,
    last_at = v_now,
    blocked_until = case
      when v_row.attempts < p_limit then v_now
      else v_now + least(v_quiet, interval '1 second' * 2 ^ least(v_row.attempts - p_limit, 10))
    end
  where subject = p_subject;
  return 0;
end $$;

-- Each entry holds the hash of the one before; the head tells when the last ones are missing.
create table authentication.audit_entries (
  seq bigint primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  target text not null,
  outcome text not null,
  details text not null,
  previous_hash text not null,
  hash text not null
);
create table authentication.audit_head (
  is_only_row boolean primary key default true check (is_only_row),
  seq bigint not null,
  hash text not null
);
insert into authentication.audit_head (seq, hash) values (0, repeat('0', 64));

create function authentication.refuse_audit_change() returns trigger
language plpgsql as $$
begin
  raise exception 'the audit log is written once: % is not possible', tg_op;
end $$;
create trigger audit_entries_are_final before update or delete or truncate on authentication.audit_entries
for each statement execute function authentication.refuse_audit_change();
