package cn.twonets.intake.privacy.mongo;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Sealed;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of the time before households had keys of their own: sealed with a master key itself, wherever they lie in
 * the store. Reads page by page over the ids, and no more than it needs.
 */
public final class DirectTexts {
    private static final Logger log = LoggerFactory.getLogger(DirectTexts.class);
    private static final int PAGE = 500;
    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String STATE = "state";
    private static final String HOUSEHOLD = "household";

    /** Every field of the store that holds a sealed text. */
    private enum Place {
        PERSONAL("households", "personal") {
            @Override
            Owner owner(BsonDocument document) {
                return Household.ownerOfPersonal(new HouseholdId(id(document)));
            }
        },
        FACTS("households", "facts") {
            @Override
            Owner owner(BsonDocument document) {
                return Household.ownerOfFacts(new HouseholdId(id(document)));
            }
        },
        DESCRIPTION("needs", "description") {
            @Override
            Owner owner(BsonDocument document) {
                return Need.ownerOfDescription(
                        new HouseholdId(document.getDocument(STATE).getString(HOUSEHOLD).getValue()),
                        new NeedId(id(document)));
            }
        };

        private final String collection;
        private final String field;

        Place(String collection, String field) {
            this.collection = collection;
            this.field = field;
        }

        abstract Owner owner(BsonDocument document);

        Optional<Sealed> direct(BsonDocument document) {
            BsonValue text = document.getDocument(STATE).get(field);
            return text != null && text.isString()
                    ? Optional.of(new Sealed(text.asString().getValue())).filter(Sealed::isDirect)
                    : Optional.empty();
        }

        String path() {
            return STATE + "." + field;
        }
    }

    private static final Map<String, List<Place>> PLACES = Map.of(
            "households", List.of(Place.PERSONAL, Place.FACTS),
            "needs", List.of(Place.DESCRIPTION));

    private final MongoDatabase database;
    private volatile boolean noneLeft;

    /** Asserts its concerns itself, whatever those of the database are. */
    public DirectTexts(MongoDatabase database) {
        this.database = database.withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Whether there is any; reads all that there is where there is none. */
    public boolean areThere() {
        for (String collection : PLACES.keySet()) {
            for (List<BsonDocument> page = page(collection, ""); !page.isEmpty(); page = page(collection,
                    id(page.getLast()))) {
                if (page.stream().anyMatch(document -> PLACES.get(collection)
                        .stream()
                        .anyMatch(place -> place.direct(document).isPresent()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Puts another sealing in the place of each, in documents that nobody changed meanwhile; nothing else of them changes
     * but their version. Once none was found, none is looked for any more: none is made. The log says how many documents
     * stay as they are, and names one.
     *
     * @param sealing seals anew; empty where the text is to stay as it is
     * @return how many documents were changed
     */
    public int reseal(BiFunction<Sealed, Owner, Optional<Sealed>> sealing) {
        if (noneLeft) {
            return 0;
        }
        int changed = 0;
        int left = 0;
        Owner leftAsItIs = null;
        for (String collection : PLACES.keySet()) {
            for (List<BsonDocument> page = page(collection, ""); !page.isEmpty(); page = page(collection,
                    id(page.getLast()))) {
                for (BsonDocument document : page) {
                    Map<Place, Sealed> direct = new LinkedHashMap<>();
                    PLACES.get(collection)
                            .forEach(place -> place.direct(document).ifPresent(text -> direct.put(place, text)));
                    if (!direct.isEmpty()) {
                        if (reseal(document, direct, sealing)) {
                            changed++;
                        } else {
                            left++;
                            leftAsItIs = direct.keySet().iterator().next().owner(document);
                        }
                    }
                }
            }
        }
        if (leftAsItIs != null) {
            log.warn(
                    "Texts of {} documents stay sealed with a master key until the next round, such as {}: they cannot be "
                            + "opened, or changed meanwhile",
                    left, leftAsItIs.text());
        }
        noneLeft = changed + left == 0;
        return changed;
    }

    private boolean reseal(BsonDocument document, Map<Place, Sealed> direct,
            BiFunction<Sealed, Owner, Optional<Sealed>> sealing) {
        List<Bson> changes = new ArrayList<>();
        direct.forEach((place, text) -> sealing.apply(text, place.owner(document))
                .ifPresent(sealed -> changes.add(Updates.set(place.path(), sealed.text()))));
        if (changes.isEmpty()) {
            return false;
        }
        changes.add(Updates.inc(VERSION, 1L));
        Bson asRead = Filters.and(Filters.eq(ID, id(document)), Filters.eq(VERSION, document.get(VERSION)));
        return collection(direct.keySet().iterator().next().collection)
                .updateOne(asRead, Updates.combine(changes))
                .getMatchedCount() == 1;
    }

    private List<BsonDocument> page(String collection, String after) {
        List<String> paths = new ArrayList<>(List.of(VERSION, STATE + "." + HOUSEHOLD));
        PLACES.get(collection).forEach(place -> paths.add(place.path()));
        return collection(collection).find(Filters.gt(ID, new BsonString(after)))
                .projection(Projections.include(paths))
                .sort(Sorts.ascending(ID))
                .limit(PAGE)
                .into(new ArrayList<>());
    }

    private MongoCollection<BsonDocument> collection(String name) {
        return database.getCollection(name, BsonDocument.class);
    }

    private static String id(BsonDocument document) {
        return document.getString(ID).getValue();
    }
}
