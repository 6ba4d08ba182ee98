/* 4 outcomes: experiments and stages succeed or fail; a failure is seen or hidden, and judged. */
#include "members.h"
#include "rules/learning.h"
#include "rules/projects.h"
#include "rules/work.h"
#include "state.h"

/* Where the luck of a failure comes from: streams, a seat and a moment. */
typedef struct {
    int seen, judged, tolerated;
    uint64_t seat;
    int64_t moment;
} Source;

/* Judge a failure's cause, rightly or wrongly. */
static bool taken_for_exploratory(Team *t, bool careless, double u) {
    bool wrong = u < (careless ? t->terms.excuses : t->terms.misjudges);
    record(t, careless ? COLUMN_execution_judged : COLUMN_exploratory_judged, 1.0);
    record(t, careless ? COLUMN_execution_excused : COLUMN_exploratory_blamed, wrong);
    return careless ? wrong : !wrong;
}

/* Decide what the review will bring: the member knows what the failure really was. */
static void settle(Team *t, Member *m, bool careless, bool tolerated) {
    if (careless && tolerated) m->excused++;
    else if (careless) m->sanctioned++;
    else if (tolerated) m->forgiven++;
    else m->punished++;
    record(t, COLUMN_punished, !tolerated);
}

/* Whether a failure counts as news about the idea: known, and taken for an exploratory one. */
static bool hears_of(const World *w, Team *t, Member *m, bool careless, Source s) {
    const Levers *l = t->levers;
    record(t, COLUMN_failures, 1.0);
    record(t, careless ? COLUMN_failures_execution : COLUMN_failures_exploratory, 1.0);
    double trust = careless ? m->leniency : m->safety;
    if (luck(w, s.seen, s.seat, s.moment) >= seen_chance(trust, l->transparency)) {
        record(t, COLUMN_failures_hidden, 1.0);
        return false;
    }
    bool exploratory = taken_for_exploratory(t, careless, luck(w, s.judged, s.seat, s.moment));
    double tolerance = exploratory ? l->tolerance_exploratory : l->tolerance_execution;
    settle(t, m, careless, luck(w, s.tolerated, s.seat, s.moment) < tolerance);
    return exploratory;
}

/* Work out how likely each free opportunity is to be tried this week (softmax of beliefs). */
static void weigh_evidence(Team *t) {
    double total = 0.0;
    for (int k = 0; k < OPPORTUNITIES; k++) {
        total += t->opportunities[k].taken ? 0.0 : t->opportunities[k].weight;
        t->heap[k] = total;
    }
}

static Opportunity *choose(Team *t, double u) {
    double mark = u * t->heap[OPPORTUNITIES - 1];
    for (int k = 0; k < OPPORTUNITIES; k++)
        if (mark < t->heap[k]) return &t->opportunities[k];
    return NULL;
}

/* Write down a seen trial; a success on a free opportunity is an idea that waits for a project. */
static void note(const World *w, Team *t, Opportunity *o, bool success) {
    o->tries += 1.0;
    if (success) {
        o->wins += 1.0;
        record(t, COLUMN_ideas, 1.0);
        o->pending = o->pending || !o->taken;
    }
    weigh(w, o);
}

/* Learn how one dimension of reality really is; a failure that taught is a lesson for practice. */
static void find_out(const World *w, Team *t, Member *m, bool failed) {
    int d = (int)(member_luck(w, m, STREAM_dimension) * DIMENSIONS);
    believe(t, m, d, t->reality[d]);
    if (failed) {
        record(t, COLUMN_lessons, 1.0);
        t->lessons[d] = t->reality[d];
    }
}

/* Finish an experiment: it succeeds, fails because the idea was wrong, or by carelessness. */
static void experiment(const World *w, Team *t, Member *m) {
    Opportunity *o = choose(t, member_luck(w, m, STREAM_option));
    if (!o) return;
    record(t, COLUMN_experiments, 1.0);
    m->last_trial = w->week;
    bool careless = member_luck(w, m, STREAM_execution) < execution_risk(m->care, w->c->execution_base);
    bool success = !careless && member_luck(w, m, STREAM_outcome) < o->quality;
    m->estimate = moved(m->estimate, success, w->c->experience_rate);
    Source source = {STREAM_seen, STREAM_judged, STREAM_tolerated, m->seat, w->now};
    if (!success && !hears_of(w, t, m, careless, source)) return;
    note(w, t, o, success);
    if (careless) return;
    if (learns_from(success, t->terms.coaching, member_luck(w, m, STREAM_lesson))) find_out(w, t, m, !success);
}

/* Count a technology that proved right, once for each opportunity. */
static void prove(Team *t, Project *p) {
    Opportunity *o = p->opportunity;
    bool same = o->vintage == p->vintage;
    if (!(same && o->proven)) {
        t->technology += 1.0;
        t->recognition += 1.0;
        record(t, COLUMN_breakthroughs, 1.0);
    }
    o->proven = o->proven || same;
}

/* If the stage's work is done, see what it shows; careless work has to be done again in part. */
void finish_stage(const World *w, Team *t, Project *p) {
    const Constants *c = w->c;
    if (p->ready || p->work_left > 1e-9) return;
    p->tries++;
    uint64_t seat = p->opportunity->seat;
    int64_t moment = p->key + p->stage * 16 + p->tries % 16;
    Source source = {STREAM_stage_seen, STREAM_stage_judged, STREAM_stage_tolerated, seat, moment};
    if (luck(w, STREAM_stage_execution, seat, moment) < execution_risk(p->lead->care, c->execution_base)) {
        p->work_left = c->rework * w->stage_work[p->kind][p->stage];
        hears_of(w, t, p->lead, true, source);
        return;
    }
    p->ready = true;
    record(t, COLUMN_stages_done, 1.0);
    record(t, COLUMN_stages_on_time, p->weeks <= p->planned_weeks);
    bool good = evidence_good(p->sound, c->evidence_hit, c->evidence_false, luck(w, STREAM_evidence, seat, moment));
    if (good || hears_of(w, t, p->lead, false, source))
        p->belief = belief_after(p->belief, good, c->evidence_hit, c->evidence_false);
    else
        p->hidden++;
    if (good && p->sound && p->kind == STRATEGIC && p->stage == 1) prove(t, p);
}

void outcomes(World *w) {
    for (int i = 0; i < w->n_teams; i++) {
        Team *t = &w->teams[i];
        bool tries[t->people];
        weigh_evidence(t);
        for (int j = 0; j < t->people; j++) {
            const Member *m = &t->members[j];
            double chance = t->own_experiments * m->explore_time * w->c->experiment_rate;
            tries[j] = member_luck(w, m, STREAM_trial) < chance;
        }
        for (int j = 0; j < t->people; j++)
            if (tries[j]) experiment(w, t, &t->members[j]);
        for (int k = 0; k < t->n_projects; k++) finish_stage(w, t, &t->projects[k]);
    }
}
