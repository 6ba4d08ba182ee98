/* What a week of work yields, and the hours that things cost: simkit/rules/work.py. */
#ifndef WORK_H
#define WORK_H

#include "arithmetic.h"

static inline double fit(double knowledge, double floor) {
    return most(0.0, floor + (1.0 - floor) * knowledge);
}

static inline double interdependence(double team_type) { return (team_type - 1.0) / 4.0; }

static inline double help_met(double help_share, double half) { return help_share / (help_share + half); }

static inline double coordination(double dependence, double most_lost, double met) {
    return 1.0 - dependence * most_lost * (1.0 - met);
}

static inline double unblocked(int blockers, double cost) {
    double left = 1.0;
    for (int k = 0; k < blockers; k++) left *= 1.0 - cost;
    return left;
}

static inline double share_left(double hours) { return most(0.0, 1.0 - hours / 40.0); }

static inline double transition_hours(double size, double weeks, double cost, double duration) {
    return cost * size * most(0.0, 1.0 - weeks / duration);
}

static inline double strain(double workload, double effort) { return within_unit(workload * effort - 1.0); }

static inline double at_stake(double contingency, double bonus) { return contingency * least(1.0, bonus); }

static inline double haste(double stake, double financial, double customer) {
    double total = financial + customer;
    return total > 0.0 ? stake * financial / total : 0.0;
}

static inline double care(double intrinsic, double leniency, double hurry, double overload, double loss) {
    double kept = 1.0 - loss * (1.0 - intrinsic) * 0.5 * (leniency + hurry);
    return kept * (1.0 - 0.5 * overload);
}

static inline double execution_risk(double carefulness, double base) {
    return base / (base + (1.0 - base) * carefulness);
}

static inline double seen_chance(double safety, double transparency) {
    return 1.0 - (1.0 - safety) * (1.0 - transparency);
}

static inline double event_chance(double hours, double rate, double floor) {
    return 1.0 - exponential(-(floor + rate * hours));
}

#endif
