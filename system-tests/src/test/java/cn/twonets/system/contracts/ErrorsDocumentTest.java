package cn.twonets.system.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal readable: run with {@code -Derrors.write=true} to write the page anew. */
class ErrorsDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs").resolve("errors.md");

    /** Where a field is named together with what is wrong with it. */
    private static final Pattern FIELD = Pattern.compile(
            "(?:\\.(?:field|query|path|header)|Refusal\\.invalid)\\(\\s*[^,;()]+,\\s*\"([a-z0-9-]*[a-z0-9])\"");

    static List<ProblemType> types() {
        return ProblemTypes.all();
    }

    @Test
    void listsWhatTheCodeAnswers() throws IOException {
        String text = new ErrorsDocument(types()).text();
        if (Boolean.getBoolean("errors.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text);
    }

    @Test
    void findsTheKindsOfEveryModule() {
        assertThat(types()).extracting(ProblemType::bundle).contains("messages/api", "messages/casework",
                "messages/dead_letters", "messages/grid", "messages/intake", "messages/resource");
        assertThat(types()).extracting(ProblemType::slug).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("types")
    void saysEachKindInBothLanguages(ProblemType type) {
        ResourceBundle chinese = ErrorsDocument.words(type.bundle(), Language.CHINESE);
        ResourceBundle english = ErrorsDocument.words(type.bundle(), Language.ENGLISH);
        for (String part : List.of(".title", ".detail")) {
            String key = type.slug() + part;
            assertThat(chinese.getString(key)).isNotBlank().isNotEqualTo(english.getString(key))
                    .containsPattern("\\p{IsHan}");
            assertThat(english.getString(key)).isNotBlank().doesNotContainPattern("\\p{IsHan}");
            assertThat(arguments(chinese.getString(key))).as(key).isEqualTo(arguments(english.getString(key)));
        }
    }

    @Test
    void hasNoWordsForKindsThatAreNone() {
        Set<String> slugs = types().stream().map(ProblemType::slug).collect(Collectors.toSet());
        for (String bundle : bundles()) {
            for (Language language : Language.values()) {
                assertThat(ErrorsDocument.words(bundle, language).keySet()).filteredOn(key -> !key.startsWith("field."))
                        .as("%s %s", bundle, language)
                        .allSatisfy(key -> assertThat(slugs).contains(key.replaceFirst("\\.(title|detail)$", "")));
            }
        }
    }

    @Test
    void hasWordsForEveryFieldThatTheCodeNames() throws IOException {
        Set<String> known = new TreeSet<>();
        bundles().forEach(bundle -> ErrorsDocument.words(bundle, Language.ENGLISH).keySet()
                .stream()
                .filter(key -> key.startsWith("field."))
                .forEach(key -> known.add(key.substring("field.".length()))));
        Set<String> named = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(one -> one.resolve("src/main/java")).filter(Files::isDirectory).toList()) {
                named.addAll(codes(module));
            }
        }
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(known).containsAll(named);
    }

    private static Set<String> bundles() {
        return types().stream().map(ProblemType::bundle).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> codes(Path sources) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                Matcher named = FIELD.matcher(Files.readString(file));
                while (named.find()) {
                    codes.add(named.group(1));
                }
            }
        }
        return codes;
    }

    private static Set<String> arguments(String pattern) {
        return Pattern.compile("\\{(\\d+)").matcher(pattern).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
