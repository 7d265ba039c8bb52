package cn.twonets.system.failpoints;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is woven into the product where a site is; inlined there, so that it may only call what is public. */
final class Passings {
    private Passings() {
    }

    /** Where a method begins. */
    static final class Entry {
        private Entry() {
        }

        @Advice.OnMethodEnter
        static void enter(@SiteName String site,
                @Advice.Argument(value = 0, optional = true) @Nullable Object first) {
            Orders.passed(site, first == null ? "" : first);
        }
    }

    /** Where a method returns; not where it throws. */
    static final class Return {
        private Return() {
        }

        @Advice.OnMethodExit
        static void exit(@SiteName String site,
                @Advice.Argument(value = 0, optional = true) @Nullable Object first) {
            Orders.passed(site, first == null ? "" : first);
        }
    }
}
