package cn.twonets.system.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run says of itself, kept beside the clients' history.
 *
 * @param seed what its instants were drawn from
 * @param otherNeeds needs that its clients did not submit and that may be there
 * @param canaries personal data that was entered
 * @param poisons records that were planted
 */
public record Run(long seed, Set<String> otherNeeds, List<String> canaries, List<Poison> poisons) {
    /** Keeps it. */
    public void write(Path file) {
        try {
            Files.writeString(file, new JsonMapper().writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads it back. */
    public static Run read(Path file) {
        try {
            return new JsonMapper().readValue(Files.readString(file), Run.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
