/** The venue of the configuration, with keys from the vault, over a connection of its own: its requests are signed. */
import type {Pool} from "pg";
import {type ExchangeUrls, openExchange} from "../loaders/exchange/open-exchange.js";
import {ccxtVenue} from "./venue/ccxt-venue.js";
import {createKeyStore} from "./venue/key-store.js";
import {PASSPHRASE_VARIABLE} from "./venue/key-vault.js";
import type {Venue} from "./venue/venue.js";

export interface OpenVenueOptions {
  readonly pool: Pool;
  readonly exchange: string;
  /** Of what imitates the exchange on loopback; null for the exchange itself. */
  readonly urls: ExchangeUrls | null;
}

/** @throws OperatingError KEYS_MISSING, KEYS_UNREADABLE, KEY_PASSPHRASE_MISSING, or that the exchange cannot be opened. */
export async function openVenue({pool, exchange, urls}: OpenVenueOptions): Promise<Venue> {
  const keys = await createKeyStore(pool, keyPassphrase()).open(exchange);
  const connection = await openExchange(exchange, urls === null ? {} : {urls, isSimulated: true});
  return ccxtVenue({connection, ...keys});
}

export function keyPassphrase(): string | null {
  return process.env[PASSPHRASE_VARIABLE] ?? null;
}
