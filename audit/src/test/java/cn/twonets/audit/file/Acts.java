package cn.twonets.audit.file;

import cn.twonets.audit.Actor;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Reference;
import cn.twonets.audit.Trace;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Entries to write in tests, and what a writer reported. */
final class Acts {
    static final Actor MEMBER = new Actor("village-member:411082110213", List.of("grid-member"));
    static final Trace TRACE = new Trace("11111111-2222-3333-4444-555555555555", "0af7651916cd43dd8448eb211c80319c");

    private Acts() {
    }

    static Entry.Begun begun(String need) {
        return new Entry.Begun(MEMBER, "POST /api/v1/needs/{id}/confirmation", List.of(need), null, TRACE);
    }

    static Entry.Done done(Reference act) {
        return new Entry.Done(act, 200, null, List.of(), List.of());
    }

    static Entry.Read read(String... households) {
        return new Entry.Read(MEMBER, List.of(households), "home-visit", "archive-masked", TRACE);
    }

    /** Counts what it hears. */
    static final class Heard implements WriteObserver {
        final AtomicLong kept = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong lost = new AtomicLong();

        @Override
        public void kept(long entries) {
            kept.addAndGet(entries);
        }

        @Override
        public void refused() {
            refused.incrementAndGet();
        }

        @Override
        public void outcomeLost() {
            lost.incrementAndGet();
        }
    }
}
