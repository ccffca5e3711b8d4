-- What trading at a real venue needs: encrypted keys, who armed it and until when, and our own record of every order and
-- fill there, written before the order is sent. Amounts are decimal text, as in the journal.

create schema production;

create table production.exchange_keys (
  exchange text not null,
  name text not null,
  -- AES-256-GCM under a key derived from the passphrase, which is never stored.
  sealed text not null,
  added_at timestamptz not null default clock_timestamp(),
  primary key (exchange, name)
);

create table production.armings (
  id bigint generated always as identity primary key,
  session text not null,
  exchange text not null,
  armed_by text not null,
  reason text not null,
  armed_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > armed_at),
  disarmed_at timestamptz,
  disarmed_by text
);

create table production.venue_orders (
  order_id text not null,
  session text not null,
  exchange text not null,
  client_order_id text not null unique,
  instrument text not null,
  symbol text not null,
  side text not null check (side in ('buy', 'sell')),
  amount text not null,
  wish jsonb not null,
  -- intended: written down, and perhaps sent. withheld and refused never were at work there.
  state text not null check (state in ('intended', 'open', 'filled', 'canceled', 'refused', 'withheld')),
  reason text,
  venue_order_id text,
  filled text not null default '0',
  intended_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (session, order_id)
);

create table production.venue_fills (
  exchange text not null,
  symbol text not null,
  trade_id text not null,
  session text not null,
  client_order_id text not null,
  side text not null check (side in ('buy', 'sell')),
  price text not null,
  amount text not null,
  fee text not null,
  fee_asset text not null,
  at timestamptz not null,
  primary key (exchange, symbol, trade_id)
);

-- Balances when a session was first armed: what the fills are added to.
create table production.venue_openings (
  session text not null,
  exchange text not null,
  asset text not null,
  amount text not null,
  primary key (session, exchange, asset)
);
