/* How people and teams learn: simkit/rules/learning.py. */
#ifndef LEARNING_H
#define LEARNING_H

#include "arithmetic.h"

static inline int socialised(int belief, int code, double chance, double u) {
    if (code == 0 || belief == code || u >= chance) return belief;
    return belief == 0 ? code : 0;
}

static inline int practice_learns(int code, int balance, double rate, double u) {
    double stays = 1.0;
    for (int k = balance < 0 ? -balance : balance; k > 0; k--) stays *= 1.0 - rate;
    if (u >= 1.0 - stays) return code;
    return balance > 0 ? 1 : -1;
}

static inline double success_belief(double wins, double tries) { return (wins + 1.0) / (tries + 2.0); }

static inline double choice_weight(double value, double heat) { return exponential(value / heat); }

static inline double moved(double level, double target, double rate) { return level + rate * (target - level); }

static inline bool learns_from(bool success, double discussed, double u) { return success || u < discussed; }

#endif
