/* The market of a team: simkit/rules/market.py. */
#ifndef MARKET_H
#define MARKET_H

#include "arithmetic.h"

static inline double certainty_share(double scale) { return (scale - 1.0) / 4.0; }

static inline double flip_chance(double certainty, double flip_rate) { return flip_rate * (1.0 - certainty); }

static inline double renewal_chance(double certainty, double renewal_rate, double renewal_floor) {
    return renewal_floor + renewal_rate * (1.0 - certainty);
}

static inline double opportunity_quality(double u) {
    double x = 0.5, before = 0.5;
    for (int round = 0; round < 60; round++) {
        double nearer = x - (x * x * (3.0 - 2.0 * x) - u) / (6.0 * x * (1.0 - x));
        if (nearer == x || (nearer == before && round % 2 == 0)) return x;
        before = x;
        x = nearer;
    }
    return x;
}

static inline double opportunity_size(double u, double tail) {
    return least(20.0, exponential(-logarithm(1.0 - u) / tail));
}

#endif
