package cn.twonets.system.fuzz;

import java.util.List;

/**
 * A request that was not answered as it must be, with as little spoiled as still does it.
 *
 * @param operation what was called
 * @param fault what is wrong with the answer
 * @param spoilings what is spoiled; none if the request is good
 * @param comesAgain whether the very same request did it once more
 * @param curl how to repeat it
 * @param answer the beginning of the answer
 */
record Failure(Operation operation, String fault, List<Spoiling> spoilings, boolean comesAgain, String curl,
        String answer) {

    /** Failures of one kind are shown once. */
    String kind() {
        return operation + " " + fault.replaceAll("[0-9]+", "#");
    }

    @Override
    public String toString() {
        return operation + ": " + fault + "\n  spoiled: " + spoilings.stream().map(one -> one.kind().name()).toList()
                + (comesAgain ? "" : " (did not come again)") + "\n  " + curl.replace("\n", "\n  ") + "\n  -> "
                + answer;
    }
}
