package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** Each is asked twice: the second time the class is known already. */
class RecordShapeTest {
    /** What may stand in a part. */
    public interface Content {}

    /** A leaf. */
    public record Leaf(String text, int number) implements Content {}

    /** A leaf of another form. */
    public record Free(@Nullable String text) implements Content {}

    /** A branch. */
    public record Branch(String name, Content content, List<Content> more, @Nullable Leaf perhaps) {}

    @RepeatedTest(2)
    void passesAWholeRecord() {
        assertThatCode(() -> RecordShape.requireWhole(
                new Branch("a", new Leaf("b", 0), List.of(new Free(null)), null), "token"))
                .doesNotThrowAnyException();
    }

    @RepeatedTest(2)
    void namesThePathOfWhatIsMissing() {
        refuses(new Branch(null, new Leaf("b", 0), List.of(), null), "nothing at /name");
        refuses(new Branch("a", null, List.of(), null), "nothing at /content");
        refuses(new Branch("a", new Leaf(null, 0), List.of(), null), "nothing at /content/text");
        refuses(new Branch("a", new Free(null), List.of(), new Leaf(null, 0)), "nothing at /perhaps/text");
    }

    @RepeatedTest(2)
    void looksIntoCollections() {
        refuses(new Branch("a", new Free(null), List.of(new Leaf("b", 0), new Leaf(null, 0)), null),
                "nothing at /more/text");
        refuses(new Branch("a", new Free(null), new ArrayList<>(Arrays.asList(new Leaf("b", 0), null)), null),
                "null element at /more");
    }

    private static void refuses(Branch branch, String words) {
        assertThatThrownBy(() -> RecordShape.requireWhole(branch, "token"))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessage("token: " + words);
    }
}
