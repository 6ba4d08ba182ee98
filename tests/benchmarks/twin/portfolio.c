/* Opportunities, the projects that are made of them, and the gates that these pass. */
#include "rules/learning.h"
#include "rules/market.h"
#include "rules/projects.h"
#include "state.h"

/* Work out belief and weight of an opportunity after its record changed. */
void weigh(const World *w, Opportunity *o) {
    o->belief = success_belief(o->wins, o->tries);
    o->weight = choice_weight(o->belief, w->c->choice_heat);
}

/* Replace an opportunity by another one, of which nothing is known yet. */
void renew(const World *w, Team *t, Opportunity *o) {
    o->vintage++;
    o->quality = opportunity_quality(luck(w, STREAM_quality, o->seat, o->vintage));
    o->kind = luck(w, STREAM_class, o->seat, o->vintage) < 1.0 - t->certainty ? STRATEGIC : CERTAIN;
    o->wins = o->tries = 0.0;
    o->attempts = 0;
    o->pending = o->taken = o->proven = false;
    weigh(w, o);
}

/* What a gate after a stage sees, planning as if the whole innovation budget went on from here. */
static double score_at_gate(const World *w, const Team *t, double belief, int kind, int stage) {
    const Levers *l = t->levers;
    double weeks_left = w->work_after[kind][stage] / most(0.05, t->funds) + w->c->value_ramp;
    if (kind == STRATEGIC) return gate_score(belief, l->gate_criterion, weeks_left, l->patience_strategic);
    return gate_score(belief, 0.0, weeks_left, l->patience_efficiency);
}

/* The score that a project would get at its first gate if all went well. */
static double prospect(const World *w, const Team *t, const Opportunity *o) {
    const Constants *c = w->c;
    double start = soundness(o->belief, o->kind, c->strategic_odds);
    double good = belief_after(start, true, c->evidence_hit, c->evidence_false);
    return score_at_gate(w, t, good, o->kind, 0);
}

static void begin_stage(const World *w, const Team *t, Project *p) {
    p->work_left = w->stage_work[p->kind][p->stage];
    p->weeks = 0;
    double pace = t->planned_pace / (t->n_projects > 1 ? t->n_projects : 1);
    p->planned_weeks = p->work_left / most(0.05, pace);
}

/* Make a project of an opportunity; soundness belongs to (opportunity, vintage), whoever starts it when. */
static void open_project(const World *w, Team *t, Opportunity *o) {
    const Constants *c = w->c;
    Project *p = &t->projects[t->n_projects];
    *p = (Project){.opportunity = o, .kind = o->kind, .vintage = o->vintage};
    p->size = opportunity_size(luck(w, STREAM_size, o->seat, o->vintage), c->value_tail);
    p->key = (o->vintage * 64 + o->attempts) * 64;
    p->sound = luck(w, STREAM_sound, o->seat, o->vintage) < soundness(o->quality, o->kind, c->strategic_odds);
    p->belief = soundness(o->belief, o->kind, c->strategic_odds);
    p->lead = &t->members[(int)(luck(w, STREAM_lead, o->seat, o->vintage) * t->people)];
    begin_stage(w, t, p);
    t->n_projects++;
}

/* Start the waiting idea with the best prospect, if there is room, a budget and a chance at the gate. */
void start_project(const World *w, Team *t) {
    if (t->funds <= 0.0 || t->n_projects >= t->most_projects) return;
    Opportunity *best = NULL;
    double highest = gate_hurdle(t->levers->gate_strictness);
    for (int k = 0; k < OPPORTUNITIES; k++) {
        Opportunity *o = &t->opportunities[k];
        if (!o->pending) continue;
        double score = prospect(w, t, o);
        if (score > highest) {
            best = o;
            highest = score;
        }
    }
    if (!best) return;
    best->pending = false;
    best->taken = true;
    open_project(w, t, best);
    record(t, COLUMN_projects_started, 1.0);
}

/* Spend a week's hands and money on the stage, and what outside partners bring. */
static void carry_on(const World *w, Team *t, Project *p, double hands, double funded) {
    double partners = t->partners / (double)t->n_projects;
    double own = least(p->work_left, least(hands, funded));
    p->work_left -= least(p->work_left, project_step(hands, funded, partners, w->c->partner_work));
    record(t, COLUMN_theme_done, own);
    record(t, COLUMN_strategic_work, own * p->kind);
}

/* Spread the week's project time and money over the projects that do not wait at a gate. */
void advance_projects(const World *w, Team *t, double hands) {
    Project *best = NULL;
    int active = 0;
    for (int k = 0; k < t->n_projects; k++) {
        Project *p = &t->projects[k];
        p->weeks++;
        if (p->ready) continue;
        active++;
        if (!best || p->belief > best->belief) best = p;
    }
    for (int k = 0; k < t->n_projects; k++) {
        Project *p = &t->projects[k];
        if (p->ready) continue;
        double share = funding_share(active, p == best ? 1.0 : 0.0, t->levers->budget_tilt);
        carry_on(w, t, p, hands * share, t->funds * share);
    }
}

/* Perhaps find hidden bad news, the likelier the more the data show. */
static void bring_to_light(const World *w, const Team *t, Project *p) {
    if (!p->hidden || luck(w, STREAM_audit, p->opportunity->seat, w->week) >= t->levers->transparency) return;
    for (; p->hidden; p->hidden--) p->belief = belief_after(p->belief, false, w->c->evidence_hit, w->c->evidence_false);
}

/* End a project; its opportunity is marked by what was seen. */
static void kill(const World *w, Team *t, const Project *p) {
    Opportunity *o = p->opportunity;
    record(t, COLUMN_kills, 1.0);
    record(t, COLUMN_kills_early, p->stage <= 1);
    record(t, COLUMN_kills_unsound, !p->sound);
    if (o->vintage != p->vintage) return;
    o->attempts++;
    o->tries += 1.0;
    o->taken = false;
    weigh(w, o);
}

/* Bring a project to market: a hit if it was sound, else a flop; the opportunity is used up. */
static void launch(const World *w, Team *t, const Project *p) {
    const Constants *c = w->c;
    record(t, COLUMN_launches, 1.0);
    record(t, COLUMN_hits, p->sound);
    record(t, COLUMN_flops, !p->sound);
    record(t, COLUMN_market_entries, p->kind);
    record(t, COLUMN_process_adoptions, 1 - p->kind);
    if (!p->sound) return;
    double work_done = project_size(p->kind, c->stage_work, c->strategic_size);
    double value = launch_value(p->size, work_done, p->kind, c->value_rate, c->strategic_premium);
    t->height[p->kind] += value;
    t->rising[p->kind] += value;
    t->recognition += p->kind;
}

/* Decide on a finished stage: kill, or pass to the next one, or launch; return whether the project ends. */
static bool ends_at_gate(const World *w, Team *t, Project *p) {
    if (!p->ready) return false;
    record(t, COLUMN_gates, 1.0);
    record(t, COLUMN_iterations, 1.0);
    record(t, COLUMN_iteration_weeks, p->weeks);
    if (score_at_gate(w, t, p->belief, p->kind, p->stage) < gate_hurdle(t->levers->gate_strictness)) {
        kill(w, t, p);
        return true;
    }
    if (p->stage == STAGES - 1) {
        launch(w, t, p);
        return true;
    }
    if (p->stage == 2) record(t, COLUMN_first_customers, p->kind);
    p->stage++;
    p->tries = 0;
    p->ready = false;
    begin_stage(w, t, p);
    return false;
}

/* Bring what is hidden to light and decide, project by project; those that end leave the list. */
void hold_gates(const World *w, Team *t) {
    for (int k = 0; k < t->n_projects;) {
        Project *p = &t->projects[k];
        bring_to_light(w, t, p);
        if (ends_at_gate(w, t, p)) {
            t->n_projects--;
            memmove(p, p + 1, (size_t)(t->n_projects - k) * sizeof *p);
        } else {
            k++;
        }
    }
}
