package cn.twonets.intake.households.json;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.json.EventCodec;
import cn.twonets.intake.households.Facts;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.IdentityNumber;
import cn.twonets.intake.households.PersonName;
import cn.twonets.intake.households.Personal;
import cn.twonets.intake.households.PhoneNumber;
import cn.twonets.intake.households.Vault;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.privacy.UnreadableException;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes private parts as JSON in the clear, for the safe and for nothing else. */
public final class JsonVault implements Vault {
    private static final JsonMapper JSON = EventCodec.mapper()
            .rebuild()
            .addMixIn(Protected.class, ProtectedText.class)
            .addMixIn(PersonName.class, Text.class)
            .addMixIn(IdentityNumber.class, Text.class)
            .addMixIn(PhoneNumber.class, Text.class)
            .build();

    private final Safe safe;

    public JsonVault(Safe safe) {
        this.safe = safe;
    }

    @Override
    public Sealed sealPersonal(HouseholdId household, Personal personal) {
        return safe.seal(new Protected(JSON.writeValueAsString(personal)), owner(household, "personal"));
    }

    @Override
    public Personal openPersonal(Household household) {
        return read(household.personal(), owner(household.id(), "personal"), Personal.class);
    }

    @Override
    public Sealed sealFacts(HouseholdId household, Facts facts) {
        return safe.seal(new Protected(JSON.writeValueAsString(facts)), owner(household, "facts"));
    }

    @Override
    public Facts openFacts(Household household) {
        return read(household.facts(), owner(household.id(), "facts"), Facts.class);
    }

    @Override
    public String mark(IdentityNumber number) {
        return safe.mark("identity-number", number.value());
    }

    private <T> T read(Sealed sealed, String owner, Class<T> type) {
        try {
            return JSON.readValue(safe.open(sealed, owner).plain(), type);
        } catch (JacksonException e) {
            // without the cause: its message quotes what could not be read
            throw new UnreadableException("what is sealed for " + owner + " is not " + type.getSimpleName());
        }
    }

    private static String owner(HouseholdId household, String part) {
        return household.value() + "/" + part;
    }

    /** How {@link Protected} is written and read. */
    private abstract static class ProtectedText {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        ProtectedText(String plain) {
        }

        @JsonValue
        abstract String plain();
    }

    /** How a value of one text is written and read. */
    private abstract static class Text {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Text(String value) {
        }

        @JsonValue
        abstract String value();
    }
}
