package cn.twonets.dispatch.grid.mongo;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.dispatch.grid.GridRecords;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Units, the activation and appointments as aggregates, each in its own collection. */
public final class MongoGridRecords implements GridRecords {
    /** Units by version and code. */
    public static final AggregateKind<GridState.Unit, GridEvent, GridState> UNITS = new AggregateKind<>("grid_units",
            GridState.Unit.class, EventFamily.GRID, state -> state);
    /** The one activation. */
    public static final AggregateKind<GridState.Activation, GridEvent, GridState> TREE = new AggregateKind<>(
            "grid_tree", GridState.Activation.class, EventFamily.GRID, state -> state);
    /** Appointments by id. */
    public static final AggregateKind<GridState.Appointment, GridEvent, GridState> APPOINTMENTS = new AggregateKind<>(
            "grid_appointments", GridState.Appointment.class, EventFamily.GRID, state -> state);
    /** The index of units that finds a version. */
    public static final Bson UNITS_BY_VERSION = Indexes.ascending("state.version");

    private static final int PAGE = 1_000;

    private final MongoAggregates<GridState.Unit, GridEvent, GridState> units;
    private final MongoAggregates<GridState.Activation, GridEvent, GridState> tree;
    private final MongoAggregates<GridState.Appointment, GridEvent, GridState> appointments;
    private final MongoCollection<Document> unitDocuments;
    private final Consumer<List<String>> tombstones;

    /**
     * @param tombstones takes keys off the topic and returns when that is done; throws if it cannot be
     */
    public MongoGridRecords(
            MongoAggregates<GridState.Unit, GridEvent, GridState> units,
            MongoAggregates<GridState.Activation, GridEvent, GridState> tree,
            MongoAggregates<GridState.Appointment, GridEvent, GridState> appointments,
            MongoDatabase database,
            Consumer<List<String>> tombstones) {
        this.units = units;
        this.tree = tree;
        this.appointments = appointments;
        this.unitDocuments = database.getCollection(UNITS.collection());
        this.tombstones = tombstones;
    }

    @Override
    public Aggregates<GridState.Unit, GridEvent> units() {
        return units;
    }

    @Override
    public Aggregates<GridState.Activation, GridEvent> tree() {
        return tree;
    }

    @Override
    public Aggregates<GridState.Appointment, GridEvent> appointments() {
        return appointments;
    }

    @Override
    public List<GridState.Unit> unitsOf(long version) {
        return units.states(Filters.eq("state.version", version), Sorts.ascending("_id"), 0);
    }

    @Override
    public List<GridState.Appointment> allAppointments() {
        return appointments.states(Filters.empty(), Sorts.ascending("_id"), 0);
    }

    @Override
    public void removeUnitsBefore(long version) {
        for (List<String> old = oldUnits(version); !old.isEmpty(); old = oldUnits(version)) {
            tombstones.accept(old);
            unitDocuments.deleteMany(Filters.in("_id", old));
        }
    }

    private List<String> oldUnits(long version) {
        List<String> ids = new ArrayList<>();
        unitDocuments.find(Filters.lt("state.version", version))
                .projection(Projections.include("_id"))
                .limit(PAGE)
                .forEach(document -> ids.add(document.getString("_id")));
        return ids;
    }
}
