package cn.twonets.intake.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.privacy.mongo.DirectTexts;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Households and needs of the time before households had keys, in the store of the running service. */
class DirectTextsTest {
    private final RunningIntake intake = RunningIntake.shared();
    private final Client member = intake.member();
    private final Safe safe = intake.bean(Safe.class);
    private final MongoClient client = MongoClients.create(intake.storeConnection());
    private final MongoDatabase store = client.getDatabase("intake");

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void areSealedWithTheHouseholdsOwnKeyAndNothingElseChanges() throws Exception {
        Old old = old("household-before-keys-1");
        Document household = document("households", old.household());
        Document need = document("needs", old.need());
        String shown = member.get("/api/v1/households/" + old.household()).body();
        assertThat(new DirectTexts(store).areThere()).isTrue();
        assertThat(keyOf(old)).isEmpty();

        DirectTexts texts = new DirectTexts(store);
        assertThat(texts.reseal(intake.bean(EnvelopeSafe.class)::reseal)).isEqualTo(2);

        assertThat(new DirectTexts(store).areThere()).isFalse();
        assertThat(texts.reseal((text, owner) -> {
            throw new AssertionError("there is none left");
        })).isZero();
        assertThat(keyOf(old)).isPresent();
        assertThat(member.get("/api/v1/households/" + old.household()).body()).isEqualTo(shown);
        assertThat(member.get("/api/v1/needs/" + old.need()).text("/description")).isEqualTo("样例");
        assertThat(changed(household, document("households", old.household()), "personal", "facts")).isTrue();
        assertThat(changed(need, document("needs", old.need()), "description")).isTrue();
    }

    @Test
    void areLeftWhereSomebodyChangedTheDocumentMeanwhileUntilTheNextRound() throws Exception {
        Old old = old("household-before-keys-2");
        DirectTexts texts = new DirectTexts(store);
        EnvelopeSafe envelopes = intake.bean(EnvelopeSafe.class);
        texts.reseal((text, owner) -> {
            if (owner.part().equals("facts")) {
                store.getCollection("households")
                        .updateOne(Filters.eq("_id", old.household()), Updates.inc("version", 1L));
            }
            return envelopes.reseal(text, owner);
        });
        assertThat(document("households", old.household()).get("state", Document.class).getString("facts"))
                .doesNotContain(":");
        assertThat(texts.reseal(envelopes::reseal)).isEqualTo(1);
        assertThat(new DirectTexts(store).areThere()).isFalse();
    }

    @Test
    void goWithTheirHouseholdWhenItIsErased() throws Exception {
        Old old = old("household-before-keys-3");
        store.getCollection("needs").deleteOne(Filters.eq("_id", old.need()));
        assertThat(intake.as(Village.OFFICE, "assistance-office")
                .post("/api/v1/households/" + old.household() + "/erasure", "{\"reason\": \"household-asked\"}")
                .status()).isEqualTo(200);
        assertThat(document("households", old.household()).get("state", Document.class))
                .doesNotContainKeys("personal", "facts");
        assertThat(new DirectTexts(store).areThere()).isFalse();
    }

    private record Old(String household, String need) {}

    /** As one that was entered now, but sealed with the master key itself, and without a key of its own. */
    private Old old(String id) throws Exception {
        Document household = document("households", Bodies.registered(member));
        HouseholdId entered = new HouseholdId(household.getString("_id"));
        Document need = document("needs",
                member.post("/api/v1/needs", Bodies.need(entered.value())).text("/id"));
        HouseholdId before = new HouseholdId(id);
        NeedId reported = new NeedId("need-of-" + id);
        seal(household, "personal", Household.ownerOfPersonal(entered), Household.ownerOfPersonal(before));
        seal(household, "facts", Household.ownerOfFacts(entered), Household.ownerOfFacts(before));
        seal(need, "description", Need.ownerOfDescription(entered, new NeedId(need.getString("_id"))),
                Need.ownerOfDescription(before, reported));
        household.append("_id", id).get("state", Document.class).append("id", id);
        need.append("_id", reported.value()).get("state", Document.class)
                .append("id", reported.value())
                .append("household", id);
        household.remove("unpublished");
        need.remove("unpublished");
        store.getCollection("households").insertOne(household);
        store.getCollection("needs").insertOne(need);
        return new Old(id, reported.value());
    }

    private void seal(Document document, String field, Owner now, Owner before) throws Exception {
        Document state = document.get("state", Document.class);
        Protected plain = safe.open(new Sealed(state.getString(field)), now);
        state.put(field,
                SealedDirectly.with(intake.folder().resolve("intake/keys.json"), plain, before.text()).text());
    }

    private Document document(String collection, String id) {
        return store.getCollection(collection).find(Filters.eq("_id", id)).first();
    }

    private Optional<Document> keyOf(Old old) {
        return Optional.ofNullable(document("household_keys", old.household()));
    }

    /** Whether these fields are sealed otherwise, and the rest is the same but for one version. */
    private static boolean changed(Document before, Document after, String... fields) {
        Document wanted = Document.parse(before.toJson());
        wanted.put("version", before.getLong("version") + 1);
        for (String field : List.of(fields)) {
            String anew = after.get("state", Document.class).getString(field);
            assertThat(anew).startsWith("A256GCM:");
            wanted.get("state", Document.class).put(field, anew);
        }
        assertThat(Document.parse(after.toJson())).isEqualTo(Document.parse(wanted.toJson()));
        return true;
    }
}
