package cn.twonets.simulation;

import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.GridState;
import cn.twonets.grid.GridDirectory;
import cn.twonets.simulation.ports.Broker;
import cn.twonets.simulation.ports.Crashed;
import cn.twonets.simulation.ports.Line;
import cn.twonets.simulation.story.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process of one service: what it has in memory dies with it. */
abstract class Instance implements Line {
    final World world;
    final Service service;
    final int number;
    final Duration skew;
    final Clock clock = new SkewedClock();
    final Broker broker;
    final GridDirectory grid;
    /** What this process had heard of posts after each piece of news, noted beside the product's own directory. */
    final List<Map<AppointmentId, GridState.Appointment>> heardPosts = new ArrayList<>(List.of(Map.of()));
    final List<OutboxAggregates<?, ?, ?>> outboxes = new ArrayList<>();
    int gridRead;
    boolean alive = true;

    /** Which service. */
    enum Service {
        INTAKE, DISPATCH, RESOURCE
    }

    Instance(World world, Service service, int number, Duration skew) {
        this.world = world;
        this.service = service;
        this.number = number;
        this.skew = skew;
        this.broker = new Broker(world::append, this, world::mayBeLate);
        this.grid = GridDirectory.of(world.county.tree());
        readNews(Integer.MAX_VALUE);
    }

    /** Reads so many more records of the grid topic. */
    final int readNews(int most) {
        int read = 0;
        for (; gridRead < world.gridLog.size() && read < most; read++) {
            hear(world.gridLog.get(gridRead++));
        }
        return read;
    }

    final void hear(GridState.Appointment appointment) {
        grid.apply(appointment);
        noted(appointment);
    }

    final void noted(GridState.Appointment appointment) {
        Map<AppointmentId, GridState.Appointment> heard = new HashMap<>(heardPosts.getLast());
        GridState.Appointment known = heard.get(appointment.id());
        if (known == null || appointment.order().isAfter(known.order())) {
            heard.put(appointment.id(), appointment);
            heardPosts.add(heard);
        }
    }

    @Override
    public Fault.@Nullable What pass(At at) {
        if (!alive) {
            throw new Crashed();
        }
        return world.operation().pass(this, at);
    }

    @Override
    public int cut(int writes) {
        return world.operation().cut(writes);
    }

    @Override
    public String toString() {
        return service.name().toLowerCase(java.util.Locale.ROOT) + "-" + number;
    }

    private final class SkewedClock extends Clock {
        @Override
        public Instant instant() {
            return world.now.plus(skew);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the services ask for instants only");
        }
    }
}
