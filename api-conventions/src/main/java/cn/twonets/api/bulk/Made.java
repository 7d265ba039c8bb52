package cn.twonets.api.bulk;

/** The answer to an item of a creating batch that tells what was made, under a name of ours and not the client's. */
public interface Made {
    /** The id of what was made. */
    String made();
}
