package cn.twonets.audit.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.audit.Entry;
import cn.twonets.audit.file.Trail;
import cn.twonets.events.HouseholdId;
import java.util.Collection;
import java.util.regex.Pattern;

/** Sensitive reads, written down before the answer leaves. */
public final class RecordedReads implements SensitiveReads {
    private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern CODES = Pattern.compile("[a-z0-9-]{1,64}(,[a-z0-9-]{1,64}){0,31}");

    private final Trail trail;

    /** @param trail where it is written */
    public RecordedReads(Trail trail) {
        this.trail = trail;
    }

    @Override
    public void record(Caller caller, Collection<HouseholdId> households, String purpose, String what) {
        if (!CODE.matcher(purpose).matches() || !CODES.matcher(what).matches()) {
            throw new IllegalArgumentException("purpose and what of a sensitive read are codes, never free text");
        }
        if (!households.isEmpty()) {
            trail.keep(new Entry.Read(ActRecording.actor(caller),
                    households.stream().map(HouseholdId::value).distinct().toList(), purpose, what,
                    ActRecording.trace()));
        }
    }
}
