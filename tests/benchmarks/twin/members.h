/* Small things about one member. */
#ifndef MEMBERS_H
#define MEMBERS_H

#include "rules/learning.h"
#include "rules/people.h"
#include "state.h"

/* Feel as safe as one's belief and the team's openness make one feel. */
static inline void feel(const Team *t, Member *m) { m->safety = felt(m->trust, t->openness); }

/* The engagement that the present state leads to, in the team's own spirit. */
static inline double mood(const Team *t, const Member *m, double overload) {
    return within_unit(engagement_level(m->intrinsic, m->safety, overload) + t->spirit);
}

/* The motivation that the regime and one's own drive lead to. */
static inline double motivation(const Team *t, const Member *m) {
    return within_unit(t->climate + m->drive);
}

static inline void forget(Member *m) { m->forgiven = m->punished = m->excused = m->sanctioned = 0; }

/* Change one belief, and with it how well beliefs fit reality: right minus wrong, over all dimensions. */
static inline void believe(const Team *t, Member *m, int d, int belief) {
    if (belief == m->beliefs[d]) return;
    m->right += (belief - m->beliefs[d]) * t->reality[d];
    m->beliefs[d] = (int8_t)belief;
    m->knowledge = m->right / (double)DIMENSIONS;
}

#endif
