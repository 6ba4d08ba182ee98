/* 2 attention: each member divides the week between routine, exploration, help and slack. */
#include "rules/attention.h"

#include "members.h"
#include "rules/projects.h"
#include "rules/review.h"
#include "rules/work.h"
#include "state.h"

/* Split the manager's week: reviews first, then coaching, unblocking and coordinating in equal parts. */
static void split_hours(const Constants *c, const Levers *l, int n, Terms *x) {
    double wished = l->review_minutes / 60.0 * n / l->review_interval;
    x->minutes = l->review_minutes * review_held(c->manager_hours, wished);
    double load = x->minutes / 60.0 * n / l->review_interval;
    x->hours = coaching_hours(l->coaching_share, c->manager_hours, load);
    x->hands_on = manager_output(c->manager_hours, load, x->hours, 1.0);
    x->coaching = x->hours / c->manager_hours;
    x->share = x->hours / 3.0;
    x->coached = x->share / n;
    double contact = x->coached + x->minutes / 60.0 / l->review_interval;
    x->misjudges = misjudged(contact, c->contact_scale, c->blame_share);
    x->excuses = excused(contact, c->contact_scale, c->blame_share);
    x->contact = event_chance(x->share, c->coordination_rate, 0.0);
    for (int open = 1; open <= BLOCKERS; open++)
        x->clearing[open] = event_chance(x->share / open, c->removal_rate, c->removal_floor);
}

/* Live under a regime from now on; work out what it fixes until it changes. */
void adopt(const World *w, Team *t, int64_t regime) {
    const Constants *c = w->c;
    const Levers *l = t->levers = &w->plan->regimes[regime];
    Terms *x = &t->terms;
    split_hours(c, l, t->people, x);
    x->bonus = c->pay_value * l->bonus_size;
    x->felt = l->share_team * team_part(t->people, t->dependence);
    x->own = own_part(l->share_individual, l->share_team, t->people, t->dependence);
    x->points = x->bonus * l->share_points;
    double stake = at_stake(l->result_contingency, x->bonus);
    x->hurry = haste(stake, l->weight_financial, l->weight_customer);
    double nearness = discounted(l->review_interval - 1.0, c->discount_rate);
    double control = control_felt(stake, x->coaching, nearness);
    x->climate = climate(l->goal_cocreation, control, least(1.0, x->coaching + l->share_points));
    x->review_time = review_hours(x->minutes, l->peer_review, c->review_setup);
    t->budget_left = -1.0; /* what hangs on the budget is worked out with the next plan */
}

/* What the pool weighs now: it pays at milestones or at launch, as gates are decided. */
static double pool_discount(const World *w, const Team *t) {
    const Constants *c = w->c;
    if (t->planned_pace <= 0.0) return 0.0;
    double work_ahead = project_size(1.0, c->stage_work, c->strategic_size);
    double launch = work_ahead / t->planned_pace + c->value_ramp;
    double criterion = t->levers->gate_criterion;
    double delay = criterion * c->board_interval + (1.0 - criterion) * launch;
    return discounted(delay, c->discount_rate);
}

/* Share the week out by plan, with the innovation budget that cuts leave. */
static void plan_budget(const World *w, Team *t, double left) {
    const Constants *c = w->c;
    t->budget_left = left;
    t->plan_explore = t->levers->innovation_budget * left;
    t->plan_slack = c->slack_plan / t->workload;
    t->plan_help = c->help_plan;
    t->plan_routine = most(0.05, 1.0 - t->plan_explore - t->plan_help - t->plan_slack);
    t->funds = t->plan_explore * t->people;
    t->planned_pace = t->funds * c->project_plan;
    t->pool_value = t->terms.bonus * t->levers->share_pool * pool_discount(w, t);
}

static double budget_left(const World *w, Team *t) {
    double left = 1.0;
    int n = 0;
    for (int k = 0; k < t->n_cuts; k++)
        if (w->week < t->cuts[k].until) {
            left = least(left, t->cuts[k].left);
            t->cuts[n++] = t->cuts[k];
        }
    t->n_cuts = n;
    return left;
}

/* The hours that a review and a transition take from each member this week. */
static double hours_lost(const World *w, Team *t, double weeks_to_review) {
    double lost = 0.0, hours = 0.0;
    if (weeks_to_review == 0.0) {
        lost = t->terms.review_time;
        record(t, COLUMN_review_hours, lost * t->people + t->terms.minutes / 60.0 * t->people);
    }
    const Adoption *adoption = &w->plan->timetable[t->profile->first_adoption];
    for (int k = 0; k < t->adopted; k++, adoption++) {
        double weeks = (double)(w->week - adoption->week);
        hours += transition_hours(adoption->distance, weeks, w->c->transition_cost, w->c->transition_weeks);
    }
    record(t, COLUMN_transition_hours, hours * t->people);
    return lost + hours;
}

/* The pull of last period's target and of the innovation theme, as people perceive them. */
static void feel_goals(const World *w, Team *t) {
    double shown = t->levers->transparency, together = t->levers->goal_cocreation, weight = w->c->goal_weight;
    double gap = shown * gap_of(t) + (1.0 - shown) * t->gap_seen;
    double theme = shown * theme_gap_of(w, t) + (1.0 - shown) * t->theme_seen;
    t->target_pull = weight * (1.0 - together) * goal_pull(gap);
    t->theme_pull = weight * together * goal_pull(theme);
}

/* What routine, exploring and helping are worth under the incentive mix. */
static void value_week(const World *w, Team *t, double weeks_to_review) {
    const Levers *l = t->levers;
    const Terms *x = &t->terms;
    double pay = x->bonus * l->result_contingency * discounted(weeks_to_review, w->c->discount_rate);
    double learning = l->learning_focus, looked_at = l->weight_financial + l->weight_customer;
    double floor = t->achieved < l->kpi_floor * t->start_output ? w->c->goal_weight : 0.0;
    t->routine_value =
        t->target_pull + floor + routine_value(pay, learning, l->weight_financial, l->weight_customer, x->own);
    t->explore_value = t->theme_pull + exploring_value(pay, learning, l->weight_capability, x->own,
                                                       x->points * l->suggestion_points);
    t->help_value = helping_value(pay, (1.0 - learning) * looked_at, (1.0 - learning) * l->weight_vitality,
                                  l->peer_review, l->share_individual, x->felt * t->dependence,
                                  x->points * (1.0 - l->suggestion_points));
}

void plan_week(const World *w, Team *t, double weeks_to_review) {
    double left = budget_left(w, t);
    if (left != t->budget_left) plan_budget(w, t, left);
    t->climate = t->terms.climate;
    record(t, COLUMN_coaching_hours, t->terms.hours);
    t->available = share_left(hours_lost(w, t, weeks_to_review));
    feel_goals(w, t);
    value_week(w, t, weeks_to_review);
}

/* Divide every member's week: the plan, tilted by what each activity seems to be worth. What it is worth is
 * put into plain lists first, so that the compiler can take the exponentials of several people at once. */
void attend(const World *w, Team *t) {
    const Constants *c = w->c;
    int n = t->people;
    double routine[n], explore[n], helping[n];
    for (int i = 0; i < n; i++) {
        const Member *m = &t->members[i];
        double pull = c->intrinsic_weight * m->intrinsic;
        double worry = fear(m->safety, m->estimate, c->fear_weight);
        double interest = curiosity(m->intrinsic, m->estimate, c->intrinsic_weight);
        double reward = t->explore_value + t->pool_value * m->estimate;
        routine[i] = t->routine_value + pull;
        explore[i] = reward + interest - worry;
        helping[i] = t->help_value + pull;
    }
    for (int i = 0; i < n; i++) routine[i] = tilted(t->plan_routine, routine[i]);
    for (int i = 0; i < n; i++) explore[i] = tilted(t->plan_explore, explore[i]);
    for (int i = 0; i < n; i++) helping[i] = tilted(t->plan_help, helping[i]);
    for (int i = 0; i < n; i++) {
        Member *m = &t->members[i];
        double week = t->available / (routine[i] + explore[i] + helping[i] + t->plan_slack);
        m->routine_time = routine[i] * week;
        m->explore_time = explore[i] * week;
        m->help_time = helping[i] * week;
        m->slack_time = t->plan_slack * week;
        double worked = m->routine_time + m->explore_time + m->help_time;
        m->effort = worked > 0.0 ? worked / (worked + m->slack_time) : 0.0;
    }
}

void attention(World *w) {
    for (int i = 0; i < w->n_teams; i++) {
        Team *t = &w->teams[i];
        plan_week(w, t, most(0.0, t->levers->review_interval - t->since_review - 1.0));
        attend(w, t);
    }
}
