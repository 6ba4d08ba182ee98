/* 6 people: motivation, engagement and skill move; people leave and join. */
#include "rules/people.h"

#include "members.h"
#include "rules/learning.h"
#include "state.h"

/* Recount how well the beliefs fit reality: right minus wrong, over all dimensions. */
void learn(const Team *t, Member *m) {
    int right = 0;
    for (int d = 0; d < DIMENSIONS; d++) right += m->beliefs[d] * t->reality[d];
    m->right = right;
    m->knowledge = right / (double)DIMENSIONS;
}

/* Work out what a newcomer hears of the team, and its mean engagement. */
void average_people(Team *t) {
    double trust = 0.0, leniency = 0.0, engagement = 0.0;
    for (int i = 0; i < t->people; i++) {
        trust += t->members[i].trust;
        leniency += t->members[i].leniency;
        engagement += t->members[i].engagement;
    }
    t->mean_trust = trust / t->people;
    t->mean_leniency = leniency / t->people;
    t->mean_engagement = engagement / t->people;
}

/* Hand the seat to a recruit with outside beliefs, whom the colleagues tell what happens here. */
void leave(const World *w, Team *t, Member *m) {
    record(t, COLUMN_exits, 1.0);
    m->generation++;
    arrive(w, t, m, w->c->newcomer_known, w->c->newcomer_skill);
    m->trust = t->mean_trust;
    m->leniency = t->mean_leniency;
    feel(t, m);
    m->intrinsic = motivation(t, m);
    m->engagement = mood(t, m, 0.0);
    forget(m);
}

/* Let motivation, engagement and skill follow the week. */
static void live(const World *w, const Team *t, Member *m) {
    const Constants *c = w->c;
    double goal = mood(t, m, m->strain);
    m->intrinsic = moved(m->intrinsic, motivation(t, m), c->motive_rate);
    m->engagement = moved(m->engagement, goal, c->motive_rate);
    double given = m->explore_time * (1.0 - t->own_experiments);
    m->project_time = moved(m->project_time, given, 1.0 / QUARTER);
    double worked = m->routine_time + m->explore_time;
    m->skill = skill_after(m->skill, worked, t->terms.coached, c->skill_rate, c->coach_skill);
}

void people(World *w) {
    for (int i = 0; i < w->n_teams; i++) {
        Team *t = &w->teams[i];
        int n = t->people;
        double chance[n], u[n];
        for (int j = 0; j < n; j++) {
            live(w, t, &t->members[j]);
            chance[j] = t->members[j].engagement;
            u[j] = member_luck(w, &t->members[j], STREAM_exit);
        }
        for (int j = 0; j < n; j++)
            chance[j] = exit_chance(t->attrition, chance[j], t->start_engagement, w->c->exit_response);
        for (int j = 0; j < n; j++)
            if (u[j] < chance[j]) leave(w, t, &t->members[j]);
        average_people(t);
    }
}
