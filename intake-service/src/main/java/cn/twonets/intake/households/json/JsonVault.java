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
import cn.twonets.intake.privacy.ErasedException;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.privacy.UnreadableException;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
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
        return safe.seal(new Protected(JSON.writeValueAsString(personal)), Household.ownerOfPersonal(household));
    }

    @Override
    public Personal openPersonal(Household household) {
        return read(household.personal(), Household.ownerOfPersonal(household.id()), Personal.class);
    }

    @Override
    public Sealed sealFacts(HouseholdId household, Facts facts) {
        return safe.seal(new Protected(JSON.writeValueAsString(facts)), Household.ownerOfFacts(household));
    }

    @Override
    public Facts openFacts(Household household) {
        return read(household.facts(), Household.ownerOfFacts(household.id()), Facts.class);
    }

    @Override
    public String mark(IdentityNumber number) {
        return safe.mark("identity-number", number.value());
    }

    private <T> T read(@Nullable Sealed sealed, Owner owner, Class<T> type) {
        if (sealed == null) {
            throw new ErasedException(owner.household());
        }
        try {
            return JSON.readValue(safe.open(sealed, owner).plain(), type);
        } catch (JacksonException e) {
            // without the cause: its message quotes what could not be read
            throw new UnreadableException("what is sealed for " + owner.text() + " is not " + type.getSimpleName());
        }
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
