package cn.twonets.system.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One way in which a request is made worse. The same random numbers spoil in the same way, so that each can be left out
 * alone to find which ones matter. In the order in which they are applied: trees, then bytes, then what stands around.
 */
record Spoiling(Kind kind, long seed) implements Comparable<Spoiling> {

    /** What is spoiled. */
    enum Kind {
        DROPPED_FIELD(true, SpoiledBodies::drop), NULL_FIELD(true, SpoiledBodies::nullField), WRONG_TYPE(true,
                SpoiledBodies::wrongType), ODD_TEXT(true, SpoiledBodies::oddText), ODD_NUMBER(true,
                        SpoiledBodies::oddNumber), ODD_TIME(true, SpoiledBodies::oddTime), EXTRA_FIELD(true,
                                SpoiledBodies::extraField), NULL_ELEMENT(true,
                                        SpoiledBodies::nullElement), MANY_ELEMENTS(true,
                                                SpoiledBodies::manyElements), DEEP_VALUE(true,
                                                        SpoiledBodies::deepValue), OTHER_ROOT(true,
                                                                SpoiledBodies::otherRoot), TWICE_THE_FIELD(true,
                                                                        SpoiledBodies::fieldTwice), BROKEN_BYTES(true,
                                                                                SpoiledBodies::brokenBytes), OTHER_ENCODING(
                                                                                        true,
                                                                                        SpoiledBodies::otherEncoding), COMPRESSED(
                                                                                                true,
                                                                                                SpoiledBodies::compressed), LARGE_BODY(
                                                                                                        true,
                                                                                                        SpoiledBodies::large), CONTENT_TYPE(
                                                                                                                true,
                                                                                                                SpoiledHeads::contentType), ODD_HEADER(
                                                                                                                        false,
                                                                                                                        SpoiledHeads::oddHeader), ODD_KEY(
                                                                                                                                false,
                                                                                                                                SpoiledHeads::oddKey), ODD_CONDITION(
                                                                                                                                        false,
                                                                                                                                        SpoiledHeads::oddCondition), OTHER_CALLER(
                                                                                                                                                false,
                                                                                                                                                SpoiledHeads::otherCaller), ODD_QUERY(
                                                                                                                                                        false,
                                                                                                                                                        SpoiledHeads::oddQuery), ODD_CURSOR(
                                                                                                                                                                false,
                                                                                                                                                                SpoiledHeads::oddCursor), ODD_PATH(
                                                                                                                                                                        false,
                                                                                                                                                                        SpoiledHeads::oddPath), OTHER_METHOD(
                                                                                                                                                                                false,
                                                                                                                                                                                SpoiledHeads::otherMethod);

        private final boolean ofBody;
        private final Way way;

        Kind(boolean ofBody, Way way) {
            this.ofBody = ofBody;
            this.way = way;
        }

        /** Whether there is something that it would spoil. */
        private boolean fits(Draft draft) {
            if (ofBody && draft.tree == null && draft.body == null) {
                return false;
            }
            return switch (this) {
                case ODD_CURSOR -> draft.operation.takes("cursor") || draft.operation.takes("after");
                case ODD_CONDITION -> draft.operation.takes("If-Match") || draft.method.equals("GET");
                case ODD_KEY -> draft.operation.takes("Idempotency-Key");
                case ODD_TIME -> draft.hasTimes();
                default -> true;
            };
        }
    }

    private interface Way {
        void apply(Draft draft, SplittableRandom random);
    }

    void apply(Draft draft) {
        kind.way.apply(draft, new SplittableRandom(seed));
    }

    /** One to three of those that this request can take. */
    static List<Spoiling> some(Draft draft, SplittableRandom random) {
        List<Kind> possible = Stream.of(Kind.values()).filter(kind -> kind.fits(draft)).toList();
        return random.ints(1 + random.nextInt(3), 0, possible.size())
                .mapToObj(possible::get)
                .distinct()
                .map(kind -> new Spoiling(kind, random.nextLong()))
                .sorted()
                .toList();
    }

    @Override
    public int compareTo(Spoiling other) {
        return kind.compareTo(other.kind);
    }
}
