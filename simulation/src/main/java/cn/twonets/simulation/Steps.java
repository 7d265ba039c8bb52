package cn.twonets.simulation;

import cn.twonets.delivery.Stored;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.events.Topic;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.simulation.ports.Line.At;
import cn.twonets.simulation.story.Dice;
import cn.twonets.simulation.story.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Turns a step into what is done, as things stand. */
final class Steps {
    private final World world;
    private final People people;
    private final Poison poison;
    /** What an instance is being handed a batch of, in the middle of which others may act. */
    private @Nullable Channel inHand;

    Steps(World world) {
        this.world = world;
        this.people = new People(world);
        this.poison = new Poison(world);
    }

    People people() {
        return people;
    }

    void openCatalogue(Dice dice) {
        people.openCatalogue(dice);
    }

    void perform(Step step) {
        Dice dice = new Dice(step.dice());
        world.coverage.count("step " + step.kind());
        switch (step.kind()) {
            case SUBMIT -> people.submit(step, dice);
            case VILLAGE -> people.village(step, dice);
            case LEADER -> people.leader(step, dice);
            case DEPARTMENT -> people.department(step, dice);
            case AGAIN -> people.again(step, dice);
            case CAPACITY -> people.capacity(step, dice);
            case POSTS -> people.posts(step, dice);
            case DELIVER -> deliver(step, dice);
            case TIME -> time(dice);
            case SWEEP -> sweep(step, dice);
            case OUTBOX -> outbox(step, dice);
            case GRID_NEWS -> news(dice);
            case REPLAY -> replay(dice);
            case LOSE -> lose(dice);
            case POISON -> poison.put(dice);
            case KILL -> {
                Instance instance = anyInstance(dice);
                world.tell("kill " + instance);
                world.kill(instance);
            }
        }
    }

    private Instance anyInstance(Dice dice) {
        return world.instances(dice.oneOf(List.of(Instance.Service.values()))).get(dice.below(World.INSTANCES));
    }

    private void deliver(Step step, Dice dice) {
        List<Channel> waiting = world.channels.stream().filter(channel -> channel.hasPending(world)).toList();
        if (waiting.isEmpty()) {
            return;
        }
        // Consumers that lose a partition while they work share their batch with whoever gets it.
        Channel channel = inHand != null && waiting.contains(inHand) && dice.percent(60)
                ? inHand
                : dice.oneOf(waiting);
        Instance instance = world.instances(channel.service).get(dice.below(World.INSTANCES));
        boolean everything = dice.percent(50);
        int[] upTo = channel.position.clone();
        for (int partition = 0; partition < upTo.length; partition++) {
            int pending = channel.pending(world, partition);
            if (pending > 0 && (everything || dice.percent(60))) {
                upTo[partition] += everything ? pending : dice.between(1, Math.min(pending, 4));
            }
        }
        deliver(channel, instance, step, upTo);
    }

    /** Hands a batch to an instance and commits, in the order of the product's listener containers. */
    void deliver(Channel channel, Instance instance, Step step, int[] upTo) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        for (int partition = 0; partition < upTo.length; partition++) {
            batch.addAll(world.topics.log(channel.topic, partition)
                    .subList(Math.min(channel.position[partition], upTo[partition]), upTo[partition]));
        }
        if (batch.isEmpty()) {
            return;
        }
        if (world.isNarrated()) {
            world.tell(instance + " is handed " + batch.stream().map(Steps::name).toList());
        }
        Channel around = inHand;
        inHand = channel;
        try {
            world.operate(instance, step, null, false, () -> {
                handle(channel, instance, batch, upTo);
                return true;
            });
        } finally {
            inHand = around;
        }
    }

    private static void handle(Channel channel, Instance instance, List<ConsumerRecord<byte[], byte[]>> batch,
            int[] upTo) {
        channel.reader(instance).onMessage(batch);
        instance.pass(At.COMMIT);
        channel.commit(upTo);
        instance.world.judge.letters.read(channel.deadLetters(), batch);
        instance.pass(At.COMMITTED);
    }

    private static String name(ConsumerRecord<byte[], byte[]> record) {
        org.apache.kafka.common.header.Header id = record.headers().lastHeader("ce_id");
        org.apache.kafka.common.header.Header type = record.headers().lastHeader("ce_type");
        return id == null
                ? "something unreadable"
                : new String(id.value(), StandardCharsets.UTF_8).replace("/twonets/", "") + " "
                        + new String(type.value(), StandardCharsets.UTF_8).replaceAll("cn\\.twonets\\.|\\.v1", "");
    }

    private void time(Dice dice) {
        Instant next = null;
        if (dice.percent(50)) {
            TreeSet<Instant> wakes = new TreeSet<>();
            for (Stored<AidCase> one : world.cases.all()) {
                if (one.state().wakeAt() != null && one.state().wakeAt().isAfter(world.now)) {
                    wakes.add(one.state().wakeAt());
                }
            }
            for (Stored<AidRecord> one : world.aid.all()) {
                if (one.state().wakeAt() != null && one.state().wakeAt().isAfter(world.now)) {
                    wakes.add(one.state().wakeAt());
                }
            }
            if (!wakes.isEmpty()) {
                next = wakes.first().plusMillis(dice.between(-15_000, 15_000));
            }
        }
        if (next == null || !next.isAfter(world.now)) {
            next = world.now.plus(dice.oneOf(List.of(Duration.ofMillis(200), Duration.ofSeconds(31),
                    Duration.ofSeconds(70), Duration.ofMinutes(6), Duration.ofMinutes(16), Duration.ofHours(3),
                    Duration.ofHours(26), Duration.ofDays(5))));
        }
        world.tell("the time is " + next);
        world.now = next;
        if (dice.percent(20)) {
            world.registerIsDownFor(Duration.ofSeconds(dice.between(1, 120)));
        }
    }

    private void sweep(Step step, Dice dice) {
        int number = dice.below(World.INSTANCES);
        switch (dice.below(6)) {
            case 0, 1, 2 -> sweepOverdue(world.dispatch(number), step);
            case 3 -> sweep("due", world.resource(number), step, () -> world.resource(number).due.run());
            case 4 -> sweep("hold", world.resource(number), step, () -> world.resource(number).holds.run());
            default -> sweep("capacity", world.resource(number), step, () -> world.resource(number).capacity.run());
        }
    }

    void sweep(String what, Instance instance, Step step, Runnable work) {
        world.tell("the " + what + " sweep of " + instance);
        world.operate(instance, step, null, false, () -> {
            work.run();
            return true;
        });
    }

    void sweepOverdue(DispatchInstance instance, Step step) {
        world.tell("the overdue sweep of " + instance);
        world.operate(instance, step, null, true, () -> {
            instance.overdue.sweep();
            if (world.operation().troubles == 0) {
                world.judge.sweptOverdue(instance);
            }
            return true;
        });
    }

    private void outbox(Step step, Dice dice) {
        Instance instance = anyInstance(dice);
        int which = dice.below(instance.outboxes.size());
        boolean clears = dice.percent(60);
        world.tell(instance + (clears ? " clears marks of " : " sweeps the outbox of ")
                + instance.outboxes.get(which).kind().collection());
        world.operate(instance, step, null, false, () -> {
            if (clears) {
                instance.outboxes.get(which).clearQuiet();
                instance.outboxes.get(which).clearQuiet();
            } else {
                instance.outboxes.get(which).sweep(Duration.ofSeconds(5));
            }
            return true;
        });
    }

    private void news(Dice dice) {
        Instance instance = anyInstance(dice);
        int read = instance.readNews(dice.between(1, 3));
        if (read > 0) {
            world.tell(instance + " reads " + read + " news of the grid");
        }
    }

    private void replay(Dice dice) {
        Channel channel = dice.oneOf(world.channels);
        int partition = dice.below(channel.position.length);
        boolean whole = dice.percent(30);
        for (int i = 0; i < channel.position.length; i++) {
            if (whole) {
                channel.position[i] = 0;
            } else if (i == partition && channel.position[i] > 0) {
                channel.position[i] -= dice.between(1, channel.position[i]);
            }
        }
        world.tell(channel + " begins again " + (whole ? "from the start" : "in partition " + partition));
    }

    private void lose(Dice dice) {
        Channel channel = dice.oneOf(world.channels);
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < channel.position.length; i++) {
            if (channel.pending(world, i) > 0) {
                waiting.add(i);
            }
        }
        if (!waiting.isEmpty()) {
            int partition = dice.oneOf(waiting);
            ConsumerRecord<byte[], byte[]> record = world.topics.log(channel.topic, partition)
                    .get(channel.position[partition]++);
            if (!world.topics.isUnreadable(record)) {
                channel.lost.add(new String(record.key(), StandardCharsets.UTF_8));
            }
            world.tell(channel + " never sees " + name(record));
        }
    }
}
