package cn.twonets.system.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One way in which a request is made worse. The same random numbers spoil in the same way, so that each can be left out
 * alone to find which ones matter. In the order in which they are applied: trees, then bytes, then what stands around.
 */
record Spoiling(Kind kind, long seed) implements Comparable<Spoiling> {

    /** What is spoiled: bodies first. */
    enum Kind {
        DROPPED_FIELD, NULL_FIELD, WRONG_TYPE, ODD_TEXT, ODD_NUMBER, ODD_TIME, EXTRA_FIELD, NULL_ELEMENT, MANY_ELEMENTS, DEEP_VALUE, OTHER_ROOT, TWICE_THE_FIELD, BROKEN_BYTES, OTHER_ENCODING, COMPRESSED, LARGE_BODY, CUT_BODY, CONTENT_TYPE, ODD_HEADER, ODD_KEY, ODD_CONDITION, OTHER_CALLER, ODD_QUERY, ODD_CURSOR, ODD_PATH, OTHER_METHOD;

        private boolean isOfBody() {
            return compareTo(ODD_HEADER) < 0;
        }

        private Way way() {
            return switch (this) {
                case DROPPED_FIELD -> SpoiledBodies::drop;
                case NULL_FIELD -> SpoiledBodies::nullField;
                case WRONG_TYPE -> SpoiledBodies::wrongType;
                case ODD_TEXT -> SpoiledBodies::oddText;
                case ODD_NUMBER -> SpoiledBodies::oddNumber;
                case ODD_TIME -> SpoiledBodies::oddTime;
                case EXTRA_FIELD -> SpoiledBodies::extraField;
                case NULL_ELEMENT -> SpoiledBodies::nullElement;
                case MANY_ELEMENTS -> SpoiledBodies::manyElements;
                case DEEP_VALUE -> SpoiledBodies::deepValue;
                case OTHER_ROOT -> SpoiledBodies::otherRoot;
                case TWICE_THE_FIELD -> SpoiledBodies::fieldTwice;
                case BROKEN_BYTES -> SpoiledBodies::brokenBytes;
                case OTHER_ENCODING -> SpoiledBodies::otherEncoding;
                case COMPRESSED -> SpoiledBodies::compressed;
                case LARGE_BODY -> SpoiledBodies::large;
                case CUT_BODY -> SpoiledBodies::cut;
                case CONTENT_TYPE -> SpoiledHeads::contentType;
                case ODD_HEADER -> SpoiledHeads::oddHeader;
                case ODD_KEY -> SpoiledHeads::oddKey;
                case ODD_CONDITION -> SpoiledHeads::oddCondition;
                case OTHER_CALLER -> SpoiledHeads::otherCaller;
                case ODD_QUERY -> SpoiledHeads::oddQuery;
                case ODD_CURSOR -> SpoiledHeads::oddCursor;
                case ODD_PATH -> SpoiledHeads::oddPath;
                case OTHER_METHOD -> SpoiledHeads::otherMethod;
            };
        }

        /** Whether there is something that it would spoil. */
        private boolean fits(Draft draft) {
            if (isOfBody() && draft.tree == null && draft.body == null) {
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
        kind.way().apply(draft, new SplittableRandom(seed));
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
