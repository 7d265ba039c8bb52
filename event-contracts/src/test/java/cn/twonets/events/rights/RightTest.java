package cn.twonets.events.rights;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.EventFamily;
import cn.twonets.events.Topic;
import cn.twonets.events.rights.Right.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RightTest {
    @ParameterizedTest
    @EnumSource
    void everyTopicHasOneWriter(Topic topic) {
        String source = EventFamily.all().stream()
                .filter(family -> family.topic() == topic)
                .findFirst()
                .orElseThrow()
                .source();

        assertThat(Right.all())
                .filteredOn(right -> covers(right, topic.topicName()) && right.operations().contains(Operation.WRITE))
                .extracting(right -> "/twonets/" + right.user().word())
                .containsExactly(source);
    }

    @Test
    void operatorsChangeNothing() {
        assertThat(Right.all()).filteredOn(right -> right.user() == BrokerUser.OPS)
                .isNotEmpty()
                .allSatisfy(right -> assertThat(right.operations()).isSubsetOf(Operation.READ, Operation.DESCRIBE,
                        Operation.DESCRIBE_CONFIGS));
    }

    @Test
    void noServiceReadsTheAnchorsThatItWrites() {
        assertThat(Right.all()).filteredOn(right -> right.user().isService() && covers(right, Right.ANCHORS))
                .hasSize(3)
                .allSatisfy(right -> assertThat(right.operations()).doesNotContain(Operation.READ));
    }

    @Test
    void onlyOperatorsHaveRightsByPrefix() {
        assertThat(Right.all()).filteredOn(Right::isPrefix)
                .extracting(Right::user)
                .containsOnly(BrokerUser.OPS);
    }

    /** Where it differs, the expected text is written to {@code target/rights}: look at it and copy it over. */
    @Test
    void theFileOfTheComposedCountyIsThisList() throws IOException {
        List<String> lines = Right.lines();
        Files.write(Path.of("target", "rights"), lines);

        assertThat(Files.readAllLines(Path.of("..", "deploy", "kafka", "rights"))).isEqualTo(lines);
    }

    private static boolean covers(Right right, String topic) {
        return right.kind() == Right.Kind.TOPIC
                && (right.isPrefix() ? topic.startsWith(right.name()) : topic.equals(right.name()));
    }
}
