/*
 * TA-Lib's own C over the candles that the benchmark writes: nanoseconds of processor time a value, by name. Outputs are
 * written over and over to the same memory, and what TA-Lib allocates inside is kept by malloc: neither side pays the
 * kernel for fresh pages.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "ta_libc.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

#define ROUNDS 60
#define MEASURE(name, call)                                   \
  do {                                                        \
    double best = 1e300;                                      \
    for (int round = 0; round < ROUNDS; round++) {            \
      double begun = now();                                   \
      if ((call) != TA_SUCCESS) { printf("%s failed\n", name); break; } \
      double taken = now() - begun;                           \
      if (taken < best) best = taken;                         \
    }                                                         \
    printf("%s %.4f %.12g\n", name, best / n, out[0]);        \
  } while (0)

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  int n = atoi(argv[2]), begin, count;
  FILE *file = fopen(argv[1], "rb");
  double *column[5];
  for (int i = 0; i < 5; i++) {
    column[i] = malloc(n * sizeof(double));
    if (fread(column[i], sizeof(double), n, file) != (size_t)n) return 3;
  }
  double *o = column[0], *h = column[1], *l = column[2], *c = column[3], *v = column[4];
  double *out = malloc(n * sizeof(double)), *second = malloc(n * sizeof(double)), *third = malloc(n * sizeof(double));
  if (TA_Initialize() != TA_SUCCESS) return 4;
  MEASURE("sma", TA_MA(0, n - 1, c, 20, TA_MAType_SMA, &begin, &count, out));
  MEASURE("ema", TA_EMA(0, n - 1, c, 20, &begin, &count, out));
  MEASURE("wma", TA_WMA(0, n - 1, c, 20, &begin, &count, out));
  MEASURE("dema", TA_DEMA(0, n - 1, c, 20, &begin, &count, out));
  MEASURE("tema", TA_TEMA(0, n - 1, c, 20, &begin, &count, out));
  MEASURE("trima", TA_TRIMA(0, n - 1, c, 20, &begin, &count, out));
  MEASURE("kama", TA_KAMA(0, n - 1, c, 20, &begin, &count, out));
  MEASURE("trix", TA_TRIX(0, n - 1, c, 20, &begin, &count, out));
  MEASURE("mom", TA_MOM(0, n - 1, c, 10, &begin, &count, out));
  MEASURE("rocp", TA_ROCP(0, n - 1, c, 10, &begin, &count, out));
  MEASURE("rsi", TA_RSI(0, n - 1, c, 14, &begin, &count, out));
  MEASURE("cmo", TA_CMO(0, n - 1, c, 14, &begin, &count, out));
  MEASURE("macd", TA_MACD(0, n - 1, c, 12, 26, 9, &begin, &count, out, second, third));
  MEASURE("apo", TA_APO(0, n - 1, c, 12, 26, TA_MAType_SMA, &begin, &count, out));
  MEASURE("ppo", TA_PPO(0, n - 1, c, 12, 26, TA_MAType_SMA, &begin, &count, out));
  MEASURE("bbands", TA_BBANDS(0, n - 1, c, 20, 2, 2, TA_MAType_SMA, &begin, &count, out, second, third));
  MEASURE("stddev", TA_STDDEV(0, n - 1, c, 20, 1, &begin, &count, out));
  MEASURE("var", TA_VAR(0, n - 1, c, 20, 1, &begin, &count, out));
  MEASURE("atr", TA_ATR(0, n - 1, h, l, c, 14, &begin, &count, out));
  MEASURE("natr", TA_NATR(0, n - 1, h, l, c, 14, &begin, &count, out));
  MEASURE("trange", TA_TRANGE(0, n - 1, h, l, c, &begin, &count, out));
  MEASURE("adx", TA_ADX(0, n - 1, h, l, c, 14, &begin, &count, out));
  MEASURE("adxr", TA_ADXR(0, n - 1, h, l, c, 14, &begin, &count, out));
  MEASURE("cci", TA_CCI(0, n - 1, h, l, c, 20, &begin, &count, out));
  MEASURE("willr", TA_WILLR(0, n - 1, h, l, c, 14, &begin, &count, out));
  MEASURE("stoch", TA_STOCH(0, n - 1, h, l, c, 14, 3, TA_MAType_SMA, 3, TA_MAType_SMA, &begin, &count, out, second));
  MEASURE("midprice", TA_MIDPRICE(0, n - 1, h, l, 14, &begin, &count, out));
  MEASURE("aroon", TA_AROON(0, n - 1, h, l, 14, &begin, &count, out, second));
  MEASURE("ultosc", TA_ULTOSC(0, n - 1, h, l, c, 7, 14, 28, &begin, &count, out));
  MEASURE("bop", TA_BOP(0, n - 1, o, h, l, c, &begin, &count, out));
  MEASURE("mfi", TA_MFI(0, n - 1, h, l, c, v, 14, &begin, &count, out));
  MEASURE("obv", TA_OBV(0, n - 1, c, v, &begin, &count, out));
  MEASURE("ad", TA_AD(0, n - 1, h, l, c, v, &begin, &count, out));
  MEASURE("adosc", TA_ADOSC(0, n - 1, h, l, c, v, 3, 10, &begin, &count, out));
  MEASURE("sar", TA_SAR(0, n - 1, h, l, 0.02, 0.2, &begin, &count, out));
  MEASURE("linearreg", TA_LINEARREG(0, n - 1, c, 14, &begin, &count, out));
  MEASURE("correl", TA_CORREL(0, n - 1, h, l, 30, &begin, &count, out));
  MEASURE("beta", TA_BETA(0, n - 1, h, l, 5, &begin, &count, out));
  MEASURE("max", TA_MAX(0, n - 1, c, 30, &begin, &count, out));
  MEASURE("min", TA_MIN(0, n - 1, c, 30, &begin, &count, out));
  TA_Shutdown();
  return 0;
}
