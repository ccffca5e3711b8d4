/** Nominal types: a value of a branded type has passed the one constructor that checks it. */
declare const brand: unique symbol;

export type Brand<Base, Name extends string> = Base & {readonly [brand]: Name};
