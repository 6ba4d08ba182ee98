/* Work, evidence, gates and the value after launch: simkit/rules/projects.py. */
#ifndef PROJECTS_H
#define PROJECTS_H

#include "arithmetic.h"

static inline double soundness(double quality, double strategic, double strategic_odds) {
    return quality * (1.0 - strategic * (1.0 - strategic_odds));
}

static inline double stage_size(double stage, double strategic, double stage_work, double strategic_size) {
    return stage_work * (stage + 1.0) * (1.0 + strategic * (strategic_size - 1.0));
}

static inline double project_size(double strategic, double stage_work, double strategic_size) {
    return 10.0 * stage_work * (1.0 + strategic * (strategic_size - 1.0));
}

static inline double project_step(double hands, double funded, double partners, double partner_work) {
    double own = least(hands, funded);
    return own + least(own, partners * partner_work);
}

static inline double funding_share(double active, double best, double tilt) {
    return (1.0 - tilt) / active + tilt * best;
}

static inline bool evidence_good(double sound, double hit, double false_hit, double u) {
    return u < (sound > 0.0 ? hit : false_hit);
}

static inline double belief_after(double prior, bool good, double hit, double false_hit) {
    double for_sound = good ? hit : 1.0 - hit;
    double for_other = good ? false_hit : 1.0 - false_hit;
    return prior * for_sound / (prior * for_sound + (1.0 - prior) * for_other);
}

static inline double gate_score(double belief, double criterion, double weeks_left, double patience) {
    double reach = least(1.0, patience / most(1.0, weeks_left));
    return belief * (criterion + (1.0 - criterion) * reach);
}

static inline double gate_hurdle(double strictness) { return 0.6 * strictness; }

static inline double launch_value(double size, double work, double strategic, double rate, double premium) {
    return rate * work * size * (1.0 + strategic * (premium - 1.0));
}

static inline double harvested(double earned, double output, double most_of) {
    double limit = most_of * output;
    return limit > 0.0 ? limit * earned / (limit + earned) : 0.0;
}

static inline double kept(double weeks) { return exponential(-1.0 / weeks); }

#endif
