package cn.twonets.dispatch.grid;

import cn.twonets.events.PostId;
import org.jspecify.annotations.Nullable;

/**
 * The office that may import a grid although nobody has appointed it: known by configuration only. Before the first grid
 * nobody can have been appointed, and a grid that was imported without its office could not be mended by anybody else.
 *
 * @param post null where none is configured
 */
public record FirstOffice(@Nullable PostId post) {
    /**
     * Reads the setting.
     *
     * @param text a post; blank for none
     * @throws IllegalArgumentException if it is neither
     */
    public static FirstOffice named(String text) {
        return new FirstOffice(text.isBlank() ? null : new PostId(text.strip()));
    }

    /** Whether it is this one. */
    public boolean is(PostId other) {
        return other.equals(post);
    }
}
