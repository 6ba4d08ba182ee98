/* 3 work: routine work yields output; work, help and alignment teach; projects start and move. */
#include "rules/work.h"

#include "members.h"
#include "state.h"

/* Routine work yields output, as far as people help each other and nothing blocks them. */
void team_works(const World *w, Team *t) {
    const Constants *c = w->c;
    double helping = 0.0;
    for (int i = 0; i < t->people; i++) helping += t->members[i].help_time;
    t->help_share = helping / t->people;
    t->met = help_met(t->help_share, c->help_half);
    double together = coordination(t->dependence, c->interdependence_max, t->met);
    t->productivity = together * unblocked(t->blockers, c->blocker_cost);
    t->output = t->terms.hands_on * fit(t->practice_knowledge, c->fit_floor) * t->productivity;
    for (int i = 0; i < t->people; i++) {
        Member *m = &t->members[i];
        m->strain = strain(t->workload, m->effort);
        m->care = care(m->intrinsic, m->leniency, t->terms.hurry, m->strain, c->care_loss);
        m->output = m->routine_time * m->skill * fit(m->knowledge, c->fit_floor) * t->productivity;
        t->output += m->output;
    }
}

static const Member *best_informed(const Team *t) {
    const Member *best = t->members;
    for (int i = 1; i < t->people; i++)
        if (t->members[i].knowledge > best->knowledge) best = &t->members[i];
    return best;
}

static int dimension_of(const World *w, int stream, const Member *m) {
    return (int)(member_luck(w, m, stream) * DIMENSIONS);
}

/* Beliefs pass from the work itself, from the best colleague and from practice, as these stood before.
 * Luck is drawn ahead of the branches that hang on it; which dimension it is about, only where it matters. */
static void pass_on(const World *w, Team *t) {
    int8_t best[DIMENSIONS];
    memcpy(best, best_informed(t)->beliefs, sizeof best);
    int n = t->people;
    double noticing[n], copies[n], aligns[n];
    for (int i = 0; i < n; i++) {
        noticing[i] = member_luck(w, &t->members[i], STREAM_notice);
        copies[i] = member_luck(w, &t->members[i], STREAM_copy);
        aligns[i] = member_luck(w, &t->members[i], STREAM_align);
    }
    double copying = t->help_share * w->c->copy_rate, alignment = t->levers->alignment;
    for (int i = 0; i < n; i++) {
        Member *m = &t->members[i];
        double chance = m->routine_time * w->c->notice_rate, u = noticing[i];
        if (u < chance) {
            int d = dimension_of(w, STREAM_notice_dimension, m);
            believe(t, m, d, socialised(m->beliefs[d], t->reality[d], chance, u));
        }
        if (copies[i] < copying) {
            int d = dimension_of(w, STREAM_copy_dimension, m);
            if (best[d]) believe(t, m, d, best[d]);
        }
        u = aligns[i];
        if (u < alignment) {
            int d = dimension_of(w, STREAM_align_dimension, m);
            believe(t, m, d, socialised(m->beliefs[d], t->practice[d], alignment, u));
        }
    }
}

/* Spend the innovation time that is not for own experiments on projects: experiments count as one more. */
static void run_projects(const World *w, Team *t) {
    start_project(w, t);
    t->own_experiments = 1.0 / (1.0 + t->n_projects);
    double hands = 0.0;
    for (int i = 0; i < t->people; i++) hands += t->members[i].explore_time * (1.0 - t->own_experiments);
    advance_projects(w, t, hands);
}

void work(World *w) {
    for (int i = 0; i < w->n_teams; i++) {
        team_works(w, &w->teams[i]);
        pass_on(w, &w->teams[i]);
        run_projects(w, &w->teams[i]);
    }
}
