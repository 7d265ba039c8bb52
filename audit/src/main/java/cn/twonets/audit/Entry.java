package cn.twonets.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written down. Ids and codes only: posts, households, needs, routes, never what somebody is called or wrote.
 *
 * <p>
 * An act is two entries: {@link Begun}, kept before anything is done, and {@link Done}, with what came of it. A
 * {@code Begun} without {@code Done} says that the process ended in between or that the second could not be kept: whether
 * the act was done is then told by the events with the same correlation id. A sensitive read is one entry, kept before
 * the answer leaves.
 */
public sealed interface Entry {
    /**
     * The first of every chain.
     *
     * @param chain itself
     * @param service who writes it
     * @param before earlier chains of the service as they were found, and as no chain before this one had named them
     */
    record Opened(ChainId chain, String service, List<Claim> before) implements Entry {
        public Opened {
            before = List.copyOf(before);
        }
    }

    /**
     * Somebody is about to do something.
     *
     * @param actor who, and in which roles
     * @param act method and route, such as {@code POST /api/v1/cases/{id}/acknowledgement}
     * @param of what the path names
     * @param key under which the act is remembered with what it changes; null where the caller named none
     * @param trace of the request
     */
    record Begun(Actor actor, String act, List<String> of, @Nullable String key, Trace trace) implements Entry {
        public Begun {
            of = List.copyOf(of);
        }
    }

    /**
     * What came of it.
     *
     * @param act its {@link Begun}
     * @param status of the answer; from 500 on it is not known whether anything was done
     * @param problem the kind of refusal; null if there was none
     * @param of what was made or done, where the path did not say it
     * @param refused of many: what was not done, as {@code <id>=<kind of refusal>}
     */
    record Done(Reference act, int status, @Nullable String problem, List<String> of, List<String> refused)
            implements
                Entry {
        public Done {
            of = List.copyOf(of);
            refused = List.copyOf(refused);
        }
    }

    /**
     * Somebody is about to be shown private facts.
     *
     * @param actor who, and in which roles
     * @param households whose
     * @param purpose why, as a code
     * @param what of them, as codes joined by commas
     * @param trace of the request
     */
    record Read(Actor actor, List<String> households, String purpose, String what, Trace trace) implements Entry {
        public Read {
            households = List.copyOf(households);
        }
    }

    /**
     * Somebody asked for private facts and was not shown any.
     *
     * @param actor who, and in which roles
     * @param act method and route
     * @param of what the path names
     * @param status of the answer
     * @param trace of the request
     */
    record Denied(Actor actor, String act, List<String> of, int status, Trace trace) implements Entry {
        public Denied {
            of = List.copyOf(of);
        }
    }

    /** The last of a chain that was ended in good order. */
    record Closed() implements Entry {}
}
