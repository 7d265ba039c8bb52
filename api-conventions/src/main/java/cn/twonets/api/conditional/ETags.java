package cn.twonets.api.conditional;

import cn.twonets.events.EventOrder;

/** Strong entity tags (RFC 9110): the order of the last event that people could see, never a write counter. */
public final class ETags {
    private ETags() {
    }

    public static String of(long sequence) {
        return "\"" + sequence + "\"";
    }

    public static String of(EventOrder order) {
        return "\"" + order + "\"";
    }
}
