package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.CaseStatus;
import cn.twonets.events.ReferralStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/states.md} publishes is what the code does, line by line and in both directions. */
class PublishedTableTest {
    private static final Path PUBLISHED = Path.of("..", "docs", "states.md");

    @Test
    void publishesEveryMoveOfACaseAndNoOther() throws IOException {
        List<String> rows = section("## The case").stream()
                .filter(line -> line.startsWith("| "))
                .filter(line -> Arrays.stream(CaseStatus.values()).anyMatch(one -> line.startsWith("| " + one + " |")))
                .toList();
        assertThat(rows).containsExactlyElementsOf(CaseTable.moves().stream().map(PublishedTableTest::row).toList());
    }

    @Test
    void publishesEveryStatusOfACaseAndOfAReferral() throws IOException {
        for (CaseStatus status : CaseStatus.values()) {
            assertThat(String.join("\n", section("## The case"))).contains(status.name());
        }
        for (ReferralStatus status : ReferralStatus.values()) {
            assertThat(String.join("\n", section("## The referral"))).contains("| " + status.name() + " |");
        }
    }

    private static String row(CaseTable.Move move) {
        return "| %s | %s | %s | %s | %s |".formatted(move.from(), move.verb().words(),
                move.verb().source().name().toLowerCase(), move.to() == null ? "*what comes next*" : move.to(),
                move.note());
    }

    private static List<String> section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(PUBLISHED);
        int start = lines.indexOf(heading);
        assertThat(start).as(heading).isNotNegative();
        List<String> rest = lines.subList(start + 1, lines.size());
        int end = 0;
        while (end < rest.size() && !rest.get(end).startsWith("## ")) {
            end++;
        }
        return rest.subList(0, end);
    }
}
