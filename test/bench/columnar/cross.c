/*
 * The ceiling of the columnar path: the same moving-average cross as one tight loop over columns, float64 throughout,
 * with equity at every bar and the figures that a person reads first: total return, Sharpe ratio, deepest fall, trades.
 * Memory is there and warm before the clock runs.
 * cross FILE BARS FAST SLOW ROUNDS: one run, the averages made on the way.
 * cross FILE BARS FAST SLOW ROUNDS PAIRS: a sweep over PAIRS pairs of averages, each calculated once for all of them.
 * FILE holds the columns open and close, BARS doubles each. Prints processor nanoseconds a bar (and pair), fastest round.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static void average(const double *close, long bars, int length, double *out) {
  double sum = 0;
  for (long i = 0; i < bars; i++) {
    sum += close[i];
    if (i >= length) sum -= close[i - length];
    out[i] = i >= length - 1 ? sum / length : NAN;
  }
}

typedef struct {
  long fills, wins;
  double equity, sharpe, fall;
} Figures;

typedef struct {
  double cash, held, order, entered, last, highest, fall, sum, squares;
  long fills, wins;
} Account;

static const double FEE = 0.001, SLIP = 0.00015, SHARE = 0.2, TICK = 0.01, STEP = 0.00001, CAPITAL = 10000;

static Account opened(void) {
  Account account = {CAPITAL, 0, 0, 0, CAPITAL, CAPITAL, 0, 0, 0, 0, 0};
  return account;
}

static void fill(Account *at, double open) {
  double price = at->order > 0 ? ceil(open * (1 + SLIP) / TICK) * TICK : floor(open * (1 - SLIP) / TICK) * TICK;
  double value = price * at->order, due = value + FEE * fabs(value);
  at->cash -= due;
  if (at->order > 0) at->entered = due;
  else at->wins += -due > at->entered;
  at->held += at->order;
  at->fills++;
  at->order = 0;
}

/* What was decided at a close is filled at the next open: a fifth of equity long while fast is above slow. */
static inline double step(Account *at, double open, double close, double fast, double slow) {
  if (at->order != 0) fill(at, open);
  double now = at->cash + at->held * close;
  double change = now / at->last - 1;
  at->sum += change;
  at->squares += change * change;
  at->last = now;
  if (now > at->highest) at->highest = now;
  else if (at->highest - now > at->fall * at->highest) at->fall = (at->highest - now) / at->highest;
  if (at->held == 0) {
    if (fast > slow) at->order = floor(SHARE * now / close / STEP) * STEP;
  } else if (fast < slow) {
    at->order = -at->held;
  }
  return now;
}

static Figures read_figures(const Account *at, long bars) {
  double mean = at->sum / bars, variance = (at->squares - bars * mean * mean) / (bars - 1);
  Figures figures = {at->fills, at->wins, at->last, mean / sqrt(variance) * sqrt(8760), at->fall};
  return figures;
}

static Figures run_one(const double *open, const double *close, int fast, int slow, long bars, double *equity) {
  Account account = opened();
  double quick = 0, calm = 0;
  for (long i = 0; i < bars; i++) {
    quick += close[i];
    calm += close[i];
    if (i >= fast) quick -= close[i - fast];
    if (i >= slow) calm -= close[i - slow];
    /* Without values there is no comparison. */
    double left = i >= slow - 1 ? quick / fast : 0, right = i >= slow - 1 ? calm / slow : 0;
    equity[i] = step(&account, open[i], close[i], left, right);
  }
  return read_figures(&account, bars);
}

static Figures run_pair(const double *open, const double *close, const double *fast, const double *slow, long bars) {
  Account account = opened();
  for (long i = 0; i < bars; i++) step(&account, open[i], close[i], fast[i], slow[i]);
  return read_figures(&account, bars);
}

int main(int count, char **words) {
  if (count < 6) return 2;
  long bars = atol(words[2]);
  int fast = atoi(words[3]), slow = atoi(words[4]), rounds = atoi(words[5]);
  int pairs = count > 6 ? atoi(words[6]) : 0;
  double *open = malloc(bars * 8), *close = malloc(bars * 8), *equity = malloc(bars * 8);
  FILE *file = fopen(words[1], "rb");
  if (!file || fread(open, 8, bars, file) != (size_t)bars || fread(close, 8, bars, file) != (size_t)bars) return 1;
  fclose(file);
  int lines = 0;
  while (lines * (lines - 1) / 2 < pairs) lines++;
  double *line = malloc(lines * bars * 8 + 8);
  memset(line, 0, lines * bars * 8);
  memset(equity, 0, bars * 8);
  double best = INFINITY, sum = 0, sharpes = 0, falls = 0;
  long fills = 0, wins = 0;
  for (int round = 0; round < rounds; round++) {
    sum = sharpes = falls = fills = wins = 0;
    double start = seconds();
    int done = 0;
    for (int k = 0; k < lines; k++) average(close, bars, fast + slow * k, line + k * bars);
    for (int a = 0; a < (pairs ? lines : 1); a++)
      for (int b = a + 1; b < (pairs ? lines : 2) && done < (pairs ? pairs : 1); b++, done++) {
        Figures one = pairs ? run_pair(open, close, line + a * bars, line + b * bars, bars)
                            : run_one(open, close, fast, slow, bars, equity);
        sum += one.equity;
        sharpes += one.sharpe;
        falls += one.fall;
        fills += one.fills;
        wins += one.wins;
      }
    double took = seconds() - start;
    if (took < best) best = took;
  }
  printf("{\"nsPerBar\": %.4f, \"fills\": %ld, \"wins\": %ld, \"equity\": %.6f, \"sharpe\": %.6f, \"fall\": %.6f}\n",
         best * 1e9 / bars / (pairs ? pairs : 1), fills, wins, sum, sharpes, falls);
  return 0;
}
