/* Customers, market share and the four streams: simkit/rules/books.py. */
#ifndef BOOKS_H
#define BOOKS_H

#include "arithmetic.h"

static inline double delivered(double carefulness, double fitness, double met, double new_share, double newness) {
    return least(1.0, carefulness * fitness * met * (1.0 + newness * new_share));
}

static inline double net_promoters(double satisfaction) { return 200.0 * satisfaction - 100.0; }

static inline double retained(double satisfaction, double churn) { return 1.0 - churn * (1.0 - satisfaction); }

static inline double share_after(double share, double satisfaction, double rivals, double speed) {
    return share + speed * share * (1.0 - share) * (satisfaction - rivals);
}

static inline double capability_index(double practice, double skill, double technology) {
    return (most(0.0, practice) + least(1.0, skill) + technology / (1.0 + technology)) / 3.0;
}

static inline double vitality_index(double innovators, double met, double linked) {
    return (innovators + met + linked) / 3.0;
}

#endif
