package cn.twonets.resource.matching;

import cn.twonets.resource.catalogue.Fact;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Codes that stem from what is declared about a household. A service's conditions are there for everybody to read, so a code
 * that names the fact tells what the household declared: such codes stay here and are shown to those who may read the facts
 * themselves. Everybody else is told {@value #DECLARED} or {@value #UNKNOWN}.
 */
public final class FactCodes {
    /** Among reasons: the declared facts meet the conditions. Among what is lacking: they do not. */
    public static final String DECLARED = "declared-facts";
    /** Lacking: the register does not know all that the conditions ask for. */
    public static final String UNKNOWN = "facts-unknown";

    private static final String NAMED = "fact:";
    private static final String UNKNOWN_NAMED = "unknown:";

    private FactCodes() {
    }

    /** Among reasons: meets the condition. Among what is lacking: does not. */
    static String declared(Fact fact) {
        return NAMED + fact.code();
    }

    /** The register does not know it. */
    static String unknown(Fact fact) {
        return UNKNOWN_NAMED + fact.code();
    }

    /** The same codes without the name of any fact, nor how many there were. */
    public static List<String> withoutNames(Collection<String> codes) {
        return codes.stream()
                .map(code -> code.startsWith(NAMED) ? DECLARED : code.startsWith(UNKNOWN_NAMED) ? UNKNOWN : code)
                .distinct()
                .toList();
    }

    /** The facts that the codes name; none twice. */
    public static Stream<String> named(Stream<String> codes) {
        return codes.filter(code -> code.startsWith(NAMED) || code.startsWith(UNKNOWN_NAMED))
                .map(code -> code.substring(code.indexOf(':') + 1))
                .distinct();
    }
}
