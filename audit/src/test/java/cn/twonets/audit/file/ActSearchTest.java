package cn.twonets.audit.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Entry;
import cn.twonets.audit.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActSearchTest {
    private static final String ERASURE = "POST /api/v1/households/{id}/erasure";

    @TempDir
    private Path folder;

    private static Entry begun(String act, String household) {
        return new Entry.Begun(Acts.MEMBER, act, List.of(household), "key", Acts.TRACE);
    }

    private static Entry done(Reference act, int status) {
        return new Entry.Done(act, status, null, List.of(), List.of());
    }

    @Test
    void findsWhatWasDoneAndWhatPerhapsWasAndLeavesRefusalsOut() throws IOException {
        Reference open;
        try (Trail trail = new Trail("intake", TrailSettings.in(folder), Clock.systemUTC(), WriteObserver.NOBODY)) {
            Reference refused = trail.keep(begun(ERASURE, "household-1"));
            trail.keep(done(refused, 409));
            trail.keep(done(trail.keep(begun(ERASURE, "household-2")), 200));
            trail.keep(done(trail.keep(begun("PATCH /api/v1/households/{id}", "household-3")), 200));
            trail.keep(done(trail.keep(begun(ERASURE, "household-4")), 503));
            open = trail.keep(begun(ERASURE, "household-5"));
        }
        // its outcome stands in the next chain of the service
        try (Trail next = new Trail("intake", TrailSettings.in(folder), Clock.systemUTC(), WriteObserver.NOBODY)) {
            next.keep(done(open, 200));
            next.keep(begun(ERASURE, "household-6"));
        }
        List<ActSearch.Act> found = ActSearch.of(ERASURE, List.of(folder));
        assertThat(found).extracting(act -> act.of().getFirst() + " " + (act.outcome() != null))
                .containsExactly("household-2 true", "household-4 false", "household-5 true", "household-6 false");
        assertThat(found.get(2).outcome().chain()).isNotEqualTo(open.chain());
        assertThat(found).allSatisfy(act -> assertThat(act.who()).isEqualTo(Acts.MEMBER.post()));
    }
}
