/* 7 books: revenue arrives; customers, market share and reputation follow; the week is recorded. */
#include "rules/books.h"

#include "rules/projects.h"
#include "rules/work.h"
#include "state.h"

/* Missing share of the output target, by what the team remembers of its output. */
double gap_of(const Team *t) { return t->target > 0.0 ? 1.0 - t->achieved / t->target : 0.0; }

/* Missing share of the innovation theme: project work done against what the budget plans for. */
double theme_gap_of(const World *w, const Team *t) {
    double planned = t->plan_explore * w->c->project_plan * (1.0 + t->levers->goal_stretch);
    return planned > 0.0 ? 1.0 - t->theme_rate / planned : 0.0;
}

double mean_effort(const Team *t) {
    double total = 0.0;
    for (int i = 0; i < t->people; i++) total += t->members[i].effort;
    return total / t->people;
}

/* What customers get this week. */
static double delivered_by(const World *w, const Team *t) {
    double careful = 0.0, fitness = 0.0;
    for (int i = 0; i < t->people; i++) {
        careful += t->members[i].care;
        fitness += fit(t->members[i].knowledge, w->c->fit_floor);
    }
    double total = t->output + t->savings + t->value_new;
    double new = total > 0.0 ? t->value_new / total : 0.0;
    return delivered(careful / t->people, fitness / t->people, t->met, new, w->c->newness);
}

/* Take the present state as the level from which output, customers and market share are counted. */
void reset_books(const World *w, Team *t) {
    t->start_output = t->achieved;
    t->target = t->achieved / (t->profile->kpi_attainment / 100.0);
    double fitness = fit(t->practice_knowledge, w->c->fit_floor);
    t->capacity = t->achieved / most(0.05, fitness * (1.0 - t->plan_explore));
    t->gap_seen = gap_of(t);
    t->theme_seen = theme_gap_of(w, t);
    t->market_share = w->plan->share;
    t->rivals = t->start_satisfaction = t->satisfaction;
}

/* Open the books with a first week under the former regime; nothing has been launched yet. */
void open_books(const World *w, Team *t) {
    t->achieved = t->output / t->people;
    t->theme_rate = t->plan_explore * w->c->project_plan;
    t->effort_first = mean_effort(t);
    t->height[CERTAIN] = t->height[STRATEGIC] = t->rising[CERTAIN] = t->rising[STRATEGIC] = 0.0;
    t->value_new = t->savings = t->technology = t->recognition = 0.0;
    t->satisfaction = delivered_by(w, t);
    reset_books(w, t);
}

/* Let what was launched earn, rise and fade; let technology and reputation age. */
static void collect(const World *w, Team *t) {
    double saved = t->height[CERTAIN] - t->rising[CERTAIN], sold = t->height[STRATEGIC] - t->rising[STRATEGIC];
    t->savings = harvested(saved, t->output, w->c->efficiency_most);
    t->value_new = harvested(sold, t->output, w->c->novelty_most);
    if (t->height[CERTAIN] > 1e-9) {
        record(t, COLUMN_yield_ramp, saved / t->height[CERTAIN]);
        record(t, COLUMN_yield_projects, 1.0);
    }
    for (int kind = 0; kind < 2; kind++) {
        t->height[kind] *= w->life;
        t->rising[kind] *= w->life_ramp;
    }
    t->technology *= w->fade;
    t->recognition *= w->fade;
}

/* Record output and what it was worth. */
static void record_values(const World *w, Team *t, double base, double new) {
    double theme = t->plan_explore * w->c->project_plan * (1.0 + t->levers->goal_stretch) * t->people;
    record(t, COLUMN_weeks, 1.0);
    record(t, COLUMN_people, t->people);
    record(t, COLUMN_output, t->output);
    record(t, COLUMN_target, t->target * t->people);
    record(t, COLUMN_floor_breach, t->achieved < t->levers->kpi_floor * t->start_output);
    record(t, COLUMN_value_base, base);
    record(t, COLUMN_value_new, new);
    record(t, COLUMN_financial, base + new);
    record(t, COLUMN_margin_new, new - t->books[COLUMN_strategic_work]);
    record(t, COLUMN_funds, t->plan_explore * t->people);
    record(t, COLUMN_theme_target, theme);
    record(t, COLUMN_projects, t->n_projects);
    for (int k = 0; k < t->n_projects; k++) record(t, COLUMN_dead_project_weeks, !t->projects[k].sound);
}

/* Record how members spent the week, what they know and how they feel. */
static void record_members(Team *t) {
    double pulls = t->theme_pull + t->target_pull;
    double follows = pulls > 0.0 ? t->theme_pull / pulls : t->levers->goal_cocreation;
    double *row = t->books;
    record(t, COLUMN_theme_pull, follows * t->people);
    for (int i = 0; i < t->people; i++) {
        const Member *m = &t->members[i];
        row[COLUMN_routine_time] += m->routine_time;
        row[COLUMN_explore_time] += m->explore_time;
        row[COLUMN_help_time] += m->help_time;
        row[COLUMN_slack_time] += m->slack_time;
        row[COLUMN_knowledge] += m->knowledge;
        row[COLUMN_care] += m->care;
        row[COLUMN_skill] += m->skill;
        row[COLUMN_safety] += m->safety;
        row[COLUMN_leniency] += m->leniency;
        row[COLUMN_intrinsic] += m->intrinsic;
        row[COLUMN_engagement] += m->engagement;
    }
}

/* Record who counts as a key person and who takes part in innovation. */
static void record_roles(const World *w, Team *t) {
    double key = t->books[COLUMN_skill] / t->people;
    for (int i = 0; i < t->people; i++) {
        const Member *m = &t->members[i];
        if (m->skill >= key) {
            record(t, COLUMN_key_people, 1.0);
            record(t, COLUMN_key_explore_time, m->explore_time);
        }
        if (w->week - m->last_trial < QUARTER || m->project_time * QUARTER >= INNOVATOR)
            record(t, COLUMN_innovators, 1.0);
    }
}

/* Record practice, customers, market, reputation and the streams. */
static void record_state(const World *w, Team *t) {
    double innovators = t->books[COLUMN_innovators] / t->people, skill = t->books[COLUMN_skill] / t->people;
    double linked = w->week - t->last_contact < QUARTER ? 1.0 : 0.0;
    record(t, COLUMN_practice, t->practice_knowledge);
    record(t, COLUMN_shared_practice, t->shared_knowledge);
    record(t, COLUMN_blockers, t->blockers);
    record(t, COLUMN_partners, t->partners);
    record(t, COLUMN_satisfaction, t->satisfaction);
    record(t, COLUMN_nps, net_promoters(t->satisfaction));
    record(t, COLUMN_nps_change, net_promoters(t->satisfaction) - net_promoters(t->start_satisfaction));
    record(t, COLUMN_retention, retained(t->satisfaction, w->c->churn));
    record(t, COLUMN_market_share, t->market_share);
    record(t, COLUMN_recognition, t->recognition);
    record(t, COLUMN_technology, t->technology);
    record(t, COLUMN_capability, capability_index(t->practice_knowledge, skill, t->technology));
    record(t, COLUMN_vitality, vitality_index(innovators, t->met, linked));
}

/* Let customers and market follow, and, after the burn-in, write the week down. */
static void close_week(const World *w, Team *t) {
    const Constants *c = w->c;
    collect(w, t);
    double done = t->books[COLUMN_theme_done] / t->people;
    t->theme_rate += c->memory_rate * (done - t->theme_rate);
    if (t->since_review == 1 || t->levers->review_interval == 1.0) t->effort_first = mean_effort(t);
    double reach = t->market_share / w->plan->share;
    double base = (t->output + t->savings) * reach, new = t->value_new * reach;
    t->satisfaction += c->satisfaction_rate * (delivered_by(w, t) - t->satisfaction);
    t->market_share = share_after(t->market_share, t->satisfaction, t->rivals, c->share_speed);
    if (w->week < 1) return;
    record_values(w, t, base, new);
    record_members(t);
    record_roles(w, t);
    record_state(w, t);
}

void books(World *w) {
    for (int i = 0; i < w->n_teams; i++) {
        Team *t = &w->teams[i];
        t->achieved += w->c->memory_rate * (t->output / t->people - t->achieved);
        close_week(w, t);
    }
}
