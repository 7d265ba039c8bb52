package cn.twonets.simulation;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.dispatch.casework.ActAnswer;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseAct;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.grid.AppointmentDesk;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridState;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.grid.Scope;
import cn.twonets.intake.needs.Acted;
import cn.twonets.intake.needs.Content;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.NeedStatus;
import cn.twonets.intake.needs.Submission;
import cn.twonets.intake.needs.Submitted;
import cn.twonets.intake.needs.WithdrawalReason;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.CatalogueDesk;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.catalogue.Period;
import cn.twonets.resource.referrals.ActResult;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.ReferralAct;
import cn.twonets.simulation.story.Dice;
import cn.twonets.simulation.story.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people do, at good and at bad moments, once and more than once. */
final class People {
    private static final NeedEvent.Basis DUTY = new NeedEvent.Basis(NeedEvent.BasisKind.DUTY, null, null, null, null);
    private static final PostId CLERK = new PostId("department:clerk");
    private static final Scope OFFICE = new Scope(new PostId("assistance-office:411082"), Set.of(County.CITY));

    private final World world;
    private final LeaderWishes wishes;
    private final List<Click> sent = new ArrayList<>();
    /** Clicks that were never answered. */
    final Map<String, Click> unanswered = new LinkedHashMap<>();
    /** Keys of clicks that were answered as done at least once. */
    private final Set<String> done = new HashSet<>();
    /** Keys of clicks that were answered as about nothing that the caller may know of. */
    private final Set<String> outside = new HashSet<>();
    /** Whether the amendment in hand asks for what is there already: done, and nothing to remember. */
    private boolean changesNothing;
    private int keys;

    People(World world) {
        this.world = world;
        this.wishes = new LeaderWishes(world);
    }

    void openCatalogue(Dice dice) {
        service(dice, "housing-a", Set.of(AidKind.HOUSING), Period.YEAR, List.of());
        service(dice, "charity-b", Set.of(AidKind.CHARITY, AidKind.HOUSING), Period.MONTH, List.of());
        service(dice, "social-c", Set.of(AidKind.SOCIAL_ASSISTANCE, AidKind.INSURANCE), Period.STANDING, List.of());
        service(dice, "medical-d", Set.of(AidKind.MEDICAL), Period.QUARTER,
                List.of(new Condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, List.of("B", "C", "D"))));
    }

    private void service(Dice dice, String id, Set<AidKind> kinds, Period period, List<Condition> conditions) {
        int each = dice.oneOf(List.of(1, 1, 2));
        AidService.Terms terms = new AidService.Terms("帮扶", kinds,
                Set.of(dice.percent(70) ? County.CITY : new GridCode("411082100")), conditions, period,
                each * dice.between(0, 3), each, dice.between(1, 3), dice.between(3, 20), dice.percent(50));
        Step calm = new Step(Step.Kind.CAPACITY, 0, List.of());
        ResourceInstance instance = world.resource(0);
        world.operate(instance, calm, null, false, () -> instance.catalogue.create(new AidServiceId(id),
                new ProviderId(id + "-bureau"), terms, CLERK, new Cause("catalogue", null), null));
    }

    private Act key(Dice dice) {
        return new Act("key-" + keys++, "body-" + dice.below(1000));
    }

    private void click(Click click, Step step, int number) {
        Instance instance = world.instances(click.service()).get(number);
        Click.Reply said = world.operate(instance, step, click.key().key(), click.mayBeLate(),
                () -> click.doing().apply(instance));
        world.tell(click.label() + " at " + instance + ": " + (said == null ? "no answer" : said.words()));
        if (said == null) {
            unanswered.put(click.key().key(), click);
        } else {
            unanswered.remove(click.key().key());
            if (said.done()) {
                done.add(click.key().key());
            } else if (said.outside()) {
                outside.add(click.key().key());
            }
        }
    }

    private void click(Click click, Step step, Dice dice) {
        sent.add(click);
        click(click, step, dice.below(World.INSTANCES));
    }

    /** Somebody sends once more what was sent before. */
    void again(Step step, Dice dice) {
        if (!sent.isEmpty()) {
            click(dice.percent(60) ? sent.getLast() : dice.oneOf(sent), step, dice.below(World.INSTANCES));
        }
    }

    /** Everybody who got no answer asks again, until there is one. */
    void settleUnanswered(Step calm) {
        for (Click click : List.copyOf(unanswered.values())) {
            click(click, calm, 0);
        }
    }

    /** I2: what was answered as done is in the document, once; what never was is not. */
    void judge() {
        for (Click click : sent) {
            Stored<?> document = switch (click.service()) {
                case INTAKE -> world.needs.find(click.about()).orElse(null);
                case DISPATCH -> world.cases.find(click.about()).orElse(null);
                case RESOURCE -> world.aid.find(click.about()).orElse(null);
            };
            String key = click.key().key();
            boolean creates = key.startsWith("submit-");
            boolean there = document != null && (creates
                    || document.acts().stream().anyMatch(one -> one.key().equals(key)));
            boolean forgotten = document != null && document.acts().size() == OutboxAggregates.MOST_ACTS;
            if (unanswered.containsKey(key)) {
                world.judge.violation("I2", "nobody ever answered " + click.label());
            } else if (there != done.contains(key) && !forgotten && !(there && outside.contains(key))) {
                world.judge.violation("I2", click.label() + " was answered as " + (there ? "not done" : "done")
                        + ", its document says otherwise");
            }
        }
    }

    void submit(Step step, Dice dice) {
        int life = dice.below(world.story.lives());
        NeedId id = new NeedId("need-%04d".formatted(life));
        Dice own = new Dice(world.story.seed() * 31 + life);
        GridCode group = own.oneOf(world.county.groups());
        Content content = content(own);
        Act key = new Act("submit-" + life, "body-" + life);
        PostId by = new PostId("group-member:" + group);
        click(new Click("submit " + id + " " + content.category() + " " + content.urgency(), Instance.Service.INTAKE,
                id.value(), key, true, instance -> {
                    IntakeInstance intake = (IntakeInstance) instance;
                    Submitted answer = intake.desk.submit(actor(intake, by, key), List.of(new Submission(id,
                            key.bodyHash(), IntakeInstance.householdOf(group), content, DUTY))).get(id);
                    boolean accepted = answer instanceof Submitted.Created || answer instanceof Submitted.Duplicate;
                    if (accepted) {
                        world.judge.accepted.put(id, content);
                    }
                    return new Click.Reply(answer.getClass().getSimpleName(), accepted, false);
                }), step, dice);
    }

    private static Content content(Dice dice) {
        String category = dice.oneOf(List.of("housing", "housing", "medical-care", "medical-insurance",
                "social-assistance", "policy-question", "disaster"));
        Urgency urgency = switch (category) {
            case "policy-question" -> Urgency.ORDINARY;
            case "medical-insurance" -> dice.oneOf(List.of(Urgency.ORDINARY, Urgency.MAJOR));
            case "disaster" -> dice.oneOf(List.of(Urgency.MAJOR, Urgency.URGENT));
            default -> dice.oneOf(List.of(Urgency.ORDINARY, Urgency.MAJOR, Urgency.URGENT));
        };
        return new Content(new CategoryCode(category), urgency, StabilityRisk.ORDINARY, Set.of(), 1, null);
    }

    private NeedDesk.Actor actor(IntakeInstance intake, PostId by, Act key) {
        return new NeedDesk.Actor(by, intake.grid.scopeOf(by, intake.clock.instant()), new Cause(key.key(), null));
    }

    private static <T> @Nullable T one(Dice dice, java.util.Collection<T> all) {
        return all.isEmpty() ? null : dice.oneOf(List.copyOf(all));
    }

    void village(Step step, Dice dice) {
        Stored<Need> chosen = one(dice, world.needs.all());
        if (chosen == null) {
            return;
        }
        Need need = chosen.state();
        int drawn = dice.below(100);
        boolean awaits = need.status() == NeedStatus.AWAITING_CONFIRMATION;
        PostId by = new PostId((dice.percent(70)
                ? "group-member:" + need.unit()
                : "village-member:" + need.ancestors()
                        .get(1)));
        if (drawn < (awaits ? 75 : 15)) {
            confirm(need, by, dice.oneOf(List.of(Outcome.SOLVED, Outcome.PARTLY, Outcome.NOT_SOLVED)), step, dice);
        } else if (drawn < (awaits ? 85 : 40)) {
            withdraw(need.id(), by, step, dice);
        } else {
            amend(need.id(), by, content(dice), step, dice);
        }
    }

    void confirm(Need need, PostId by, Outcome outcome, Step step, Dice dice) {
        Integer round = need.progress() == null || dice.percent(20) ? null : need.progress().round();
        acted("confirm " + need.id() + " " + outcome + " of round " + round, by, step, dice,
                (desk, acting) -> desk.confirm(acting, outcome, round), need.id());
    }

    private void withdraw(NeedId need, PostId by, Step step, Dice dice) {
        acted("withdraw " + need, by, step, dice,
                (desk, acting) -> desk.withdraw(acting, WithdrawalReason.NO_LONGER_WANTED), need);
    }

    private void amend(NeedId need, PostId by, Content content, Step step, Dice dice) {
        acted("amend " + need + " to " + content.category() + " " + content.urgency(), by, step, dice,
                (desk, acting) -> desk.amend(acting, before -> {
                    changesNothing = before.category().equals(content.category())
                            && before.urgency() == content.urgency();
                    return content;
                }), need);
    }

    private void acted(String label, PostId by, Step step, Dice dice,
            java.util.function.BiFunction<NeedDesk, NeedDesk.Acting, Acted> doing, NeedId need) {
        Act key = key(dice);
        click(new Click(label + " by " + by, Instance.Service.INTAKE, need.value(), key, true, instance -> {
            IntakeInstance intake = (IntakeInstance) instance;
            boolean ofTheOneAround = changesNothing;
            changesNothing = false;
            try {
                Acted answer = doing.apply(intake.desk,
                        new NeedDesk.Acting(need, actor(intake, by, key), key, sequence -> true));
                return new Click.Reply(answer instanceof Acted.NotAllowed no
                        ? "not allowed in " + no.status()
                        : answer.getClass().getSimpleName(), answer instanceof Acted.Done && !changesNothing,
                        answer instanceof Acted.Unknown);
            } finally {
                changesNothing = ofTheOneAround;
            }
        }), step, dice);
    }

    void leader(Step step, Dice dice) {
        Stored<AidCase> chosen = one(dice, world.cases.all());
        if (chosen != null) {
            AidCase one = chosen.state();
            leader(one.id(), wishes.who(one, dice), wishes.what(one, dice), step, dice);
        }
    }

    void leader(NeedId need, PostId by, CaseAct act, Step step, Dice dice) {
        Act key = key(dice);
        click(new Click(by + " wants on " + need + " " + act, Instance.Service.DISPATCH, need.value(), key, true,
                instance -> {
                    CaseDesk desk = ((DispatchInstance) instance).desk;
                    ActAnswer answer = desk.act(desk.standing(by), List.of(new CaseDesk.Order(need, act, key, null)),
                            new Cause(key.key(), null)).get(need);
                    return answer instanceof ActAnswer.Refused refused
                            ? new Click.Reply("refused, " + refused.why(), false,
                                    refused.why() == ActAnswer.Why.UNKNOWN_CASE)
                            : new Click.Reply("done", true, false);
                }), step, dice);
    }

    void department(Step step, Dice dice) {
        List<AidRecord> asked = world.aid.all().stream().map(Stored::state).filter(one -> one.referral() != null)
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        AidRecord record = dice.oneOf(asked);
        AidState.Referral referral = record.earlier().isEmpty() || dice.percent(85)
                ? record.referral()
                : dice.oneOf(record.earlier());
        int drawn = dice.below(100);
        ReferralAct act = drawn < 35
                ? new ReferralAct.Accept(CLERK)
                : drawn < 60
                        ? new ReferralAct.Decline(CLERK, "review-failed")
                        : new ReferralAct.Deliver(CLERK, "file:1");
        department(record.need(), referral, act, step, dice);
    }

    void department(NeedId need, AidState.Referral referral, ReferralAct act, Step step, Dice dice) {
        Act key = key(dice);
        String label = referral.provider() + " " + act.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)
                + " " + need + "." + referral.attempt();
        click(new Click(label, Instance.Service.RESOURCE, need.value(), key, false, instance -> {
            ActResult answer = ((ResourceInstance) instance).desk.act(need, referral.attempt(), referral.provider(),
                    act, new Cause(key.key(), null), key, null);
            return new Click.Reply(answer instanceof ActResult.NotAllowed no
                    ? "not allowed, it is " + no.status()
                    : answer.getClass().getSimpleName(), answer instanceof ActResult.Done, false);
        }), step, dice);
    }

    void capacity(Step step, Dice dice) {
        Stored<AidService> chosen = one(dice, world.services.all());
        if (chosen != null) {
            setCapacity(chosen.state(), chosen.state().terms().unitsEach() * dice.between(0, 3), step, dice);
        }
    }

    void setCapacity(AidService service, int units, Step step, Dice dice) {
        ResourceInstance instance = world.resource(dice.below(World.INSTANCES));
        world.tell(service.provider() + " sets " + units + " units at " + instance);
        world.operate(instance, step, null, false, () -> {
            CatalogueDesk.CapacitySet set = instance.catalogue.setCapacity(service, units, edit -> true, CLERK,
                    new Cause("capacity", null));
            if (set instanceof CatalogueDesk.CapacitySet.Done done && done.room()) {
                instance.desk.capacityCameBack(List.of(done.pool().id()));
            }
            return true;
        });
    }

    /** Somebody is appointed for good, unless that was done before. */
    void appoint(PostId post, GridCode unit, PostCapacity capacity, Step step) {
        DispatchInstance instance = world.dispatch(0);
        Act key = new Act("appoint-" + post.value(), "body");
        world.operate(instance, step, key.key(), true, () -> {
            AppointmentDesk.Answer answer = instance.posts.appoint(OFFICE, new AppointmentId(key.key()),
                    new AppointmentDesk.Draft(unit, post, capacity, null, null), key, new Cause(key.key(), null));
            if (answer instanceof AppointmentDesk.Answer.Done done) {
                instance.noted(done.appointment());
            }
            world.tell(post + " is appointed at " + instance + ": " + answer.getClass().getSimpleName());
            return true;
        });
    }

    void posts(Step step, Dice dice) {
        DispatchInstance instance = world.dispatch(dice.below(World.INSTANCES));
        Act key = key(dice);
        Cause cause = new Cause(key.key(), null);
        int drawn = dice.below(10);
        GridState.Appointment one = dice.oneOf(world.appointments.all().stream().map(Stored::state).toList());
        world.operate(instance, step, key.key(), true, () -> {
            AppointmentDesk.Answer answer;
            String what;
            if (drawn < 4) {
                GridState.Absence leave = new GridState.Absence(world.now.minusSeconds(60),
                        world.now.plus(Duration.ofHours(dice.between(1, 100))));
                what = one.post() + " is on leave until " + leave.to();
                answer = instance.posts.leave(OFFICE, one.id(), leave, key, cause);
            } else if (drawn < 7) {
                what = one.post() + " leaves the post";
                answer = instance.posts.end(OFFICE, one.id(), null, key, cause);
            } else {
                GridCode unit = dice.oneOf(world.county.codes());
                boolean group = unit.value().contains("-G");
                PostCapacity capacity = group
                        ? PostCapacity.ACTING
                        : dice.oneOf(List.of(PostCapacity.LEADER,
                                PostCapacity.DEPUTY, PostCapacity.ACTING));
                PostId post = new PostId("new-" + capacity.name().toLowerCase(java.util.Locale.ROOT) + ":" + unit);
                what = post + " is appointed";
                answer = instance.posts.appoint(OFFICE, new AppointmentId(key.key()),
                        new AppointmentDesk.Draft(unit, post, capacity, null, null), key, cause);
            }
            if (answer instanceof AppointmentDesk.Answer.Done done) {
                instance.noted(done.appointment());
            }
            world.tell(what + " at " + instance + ": " + answer.getClass().getSimpleName());
            return true;
        });
    }
}
