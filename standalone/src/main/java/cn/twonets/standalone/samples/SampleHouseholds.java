package cn.twonets.standalone.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The sample households, as they lie in the product. */
public final class SampleHouseholds {
    private static final String FILE = "/samples/households.json";

    private SampleHouseholds() {
    }

    /** All of them; the first is the one with the dangerous house. */
    public static List<SampleHousehold> all() {
        try (InputStream file = SampleHouseholds.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing in the product");
            }
            return new JsonMapper().readValue(file, new TypeReference<List<SampleHousehold>>() {
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The household of the story. */
    public static SampleHousehold dangerousHouse() {
        return all().getFirst();
    }
}
