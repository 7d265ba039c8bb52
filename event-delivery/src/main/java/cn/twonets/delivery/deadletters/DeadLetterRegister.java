package cn.twonets.delivery.deadletters;

import java.util.Optional;

/**
 * Enters what lies in the dead letter topics: each record once, however often it was put aside, and each putting aside
 * counted once, however often its topic is read. May stop between any two steps, and may be done by two at once.
 */
public final class DeadLetterRegister {
    private final DeadLetterBox box;

    public DeadLetterRegister(DeadLetterBox box) {
        this.box = box;
    }

    /** Enters one; returns once it is stored. */
    public void enter(Sighting sighting) {
        String id = sighting.source().toString();
        while (true) {
            Optional<DeadLetter> known = box.find(id);
            boolean done = known.isEmpty()
                    ? box.insert(DeadLetter.first(sighting))
                    : known.get().seenAgain(sighting).map(after -> box.replace(known.get(), after)).orElse(true);
            if (done) {
                return;
            }
        }
    }
}
