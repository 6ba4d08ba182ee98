/* How a member divides the week: simkit/rules/attention.py. */
#ifndef ATTENTION_H
#define ATTENTION_H

#include "arithmetic.h"

static inline double discounted(double weeks, double rate) { return 1.0 / (1.0 + rate * weeks); }

static inline double team_part(double people, double interdependence) {
    return 1.0 / people + (1.0 - 1.0 / people) * interdependence;
}

static inline double own_part(double individual, double team, double people, double interdependence) {
    return individual + team * team_part(people, interdependence);
}

static inline double goal_pull(double gap) {
    double p = 1.0 - within_unit(gap);
    return 4.0 * p * (1.0 - p);
}

static inline double routine_value(double pay, double learning, double financial, double customer, double own) {
    return pay * (1.0 - learning) * (financial + customer) * own;
}

static inline double exploring_value(double pay, double learning, double capability, double own, double points) {
    return pay * (learning + (1.0 - learning) * capability) * own + points;
}

static inline double helping_value(double pay, double results, double vitality, double peer, double individual,
                                   double team, double points) {
    return pay * ((results + vitality) * team + (peer + vitality) * individual) + points;
}

static inline double fear(double safety, double estimate, double weight) {
    return weight * (1.0 - safety) * (1.0 - estimate);
}

static inline double curiosity(double intrinsic, double estimate, double weight) {
    return 2.0 * weight * intrinsic * estimate;
}

static inline double tilted(double plan, double value) { return plan * exponential(value); }

#endif
