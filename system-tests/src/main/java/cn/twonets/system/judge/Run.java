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
 * @param gaps times in which the product could not act: it was down, or its clock was moved over them
 */
public record Run(long seed, Set<String> otherNeeds, List<String> canaries, List<Poison> poisons, List<Gap> gaps) {
    /**
     * A time in which the product could not act, by the product's own clock, in milliseconds.
     *
     * @param from its beginning
     * @param to its end
     */
    public record Gap(long from, long to) {
        /** How much of it lies between two times. */
        long within(long start, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, start));
        }
    }

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
