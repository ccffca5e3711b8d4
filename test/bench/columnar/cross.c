/*
 * The ceiling of the columnar path: the same moving-average cross as one tight loop over columns, float64 throughout.
 * cross FILE BARS FAST SLOW ROUNDS: one run with equity at every bar.
 * cross FILE BARS FAST SLOW ROUNDS PAIRS: a sweep over PAIRS pairs of averages, each calculated once for all of them.
 * FILE holds the columns open and close, BARS doubles each. Prints processor nanoseconds a bar (and pair), fastest round.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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
  double cash;
  double held;
  long fills;
} Account;

/* What was decided at a close is filled at the next open: a fifth of equity long while fast is above slow. */
static double trade(const double *open, const double *close, const double *fast, const double *slow, long bars,
                    double *equity, long *fills) {
  const double fee = 0.001, slip = 0.00015, share = 0.2, tick = 0.01, step = 0.00001;
  Account account = {10000, 0, 0};
  double order = 0;
  for (long i = 0; i < bars; i++) {
    if (order != 0) {
      double price = order > 0 ? ceil(open[i] * (1 + slip) / tick) * tick : floor(open[i] * (1 - slip) / tick) * tick;
      double value = price * order;
      account.cash -= value + fee * fabs(value);
      account.held += order;
      account.fills++;
      order = 0;
    }
    double now = account.cash + account.held * close[i];
    equity[i] = now;
    if (account.held == 0) {
      if (fast[i] > slow[i]) order = floor(share * now / close[i] / step) * step;
    } else if (fast[i] < slow[i]) {
      order = -account.held;
    }
  }
  *fills = account.fills;
  return equity[bars - 1];
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
  double best = INFINITY, sum = 0;
  long fills = 0, all = 0;
  int lines = 0;
  while (lines * (lines - 1) / 2 < pairs) lines++;
  for (int round = 0; round < rounds; round++) {
    sum = 0;
    all = 0;
    double start = seconds();
    if (pairs == 0) {
      double *quick = malloc(bars * 8), *calm = malloc(bars * 8);
      average(close, bars, fast, quick);
      average(close, bars, slow, calm);
      sum = trade(open, close, quick, calm, bars, equity, &all);
      free(quick);
      free(calm);
    } else {
      double **line = malloc(lines * sizeof *line);
      for (int k = 0; k < lines; k++) {
        line[k] = malloc(bars * 8);
        average(close, bars, fast + slow * k, line[k]);
      }
      int done = 0;
      for (int a = 0; a < lines && done < pairs; a++)
        for (int b = a + 1; b < lines && done < pairs; b++, done++) {
          sum += trade(open, close, line[a], line[b], bars, equity, &fills);
          all += fills;
        }
      for (int k = 0; k < lines; k++) free(line[k]);
      free(line);
    }
    double took = seconds() - start;
    if (took < best) best = took;
  }
  printf("{\"nsPerBar\": %.4f, \"fills\": %ld, \"equity\": %.6f}\n", best * 1e9 / bars / (pairs ? pairs : 1), all, sum);
  return 0;
}
