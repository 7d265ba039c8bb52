package cn.twonets.system.contracts;

import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.ProblemLibrary;
import cn.twonets.api.problem.ProblemLibrary.Explanation;
import cn.twonets.api.problem.ProblemType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/errors.md}, as the code says it. */
final class ErrorsDocument {
    private static final String HEAD = """
            # Errors

            Every refusal is `application/problem+json` (RFC 9457); what its fields mean and how to act on a status stands in
            [Calling the API](api.md#errors). This page lists every kind that any part of the product answers with, in both
            languages: `title`, and below it `detail`. `…` stands for what differs from one occurrence to the next. `GET` the
            `type` at the gateway and the same words come back, in the language of `Accept-Language`.

            It is written from the code by `mvn -pl system-tests -am test -Dtest=ErrorsDocumentTest -Derrors.write=true
            -Dsurefire.failIfNoSpecifiedTests=false`; the same test fails when the code says something else.
            """;
    private static final String FIELDS = "field.";
    private static final String OPEN = "\\{\\d+[^}]*}";

    private final List<ProblemType> types;
    private final ProblemLibrary library;

    ErrorsDocument(List<ProblemType> types) throws IOException {
        this.types = types;
        this.library = new ProblemLibrary();
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        Map<String, List<ProblemType>> byBundle = types.stream()
                .collect(Collectors.groupingBy(ProblemType::bundle, LinkedHashMap::new, Collectors.toList()));
        byBundle.forEach((bundle, some) -> kinds(text, bundle, some));
        text.append("\n## Fields at fault\n\nWhat stands as `code` and `message` in `errors`, beside the pointer to the"
                + " field. Decide by `code`.\n");
        byBundle.keySet().forEach(bundle -> fields(text, bundle));
        return text.toString();
    }

    private void kinds(StringBuilder text, String bundle, List<ProblemType> some) {
        text.append("\n## ").append(heading(bundle))
                .append("\n\n| type | status | 中文 | English |\n|---|---|---|---|\n");
        for (ProblemType type : some) {
            text.append("| `/problems/").append(type.slug()).append("` | ").append(type.status());
            for (Language language : List.of(Language.CHINESE, Language.ENGLISH)) {
                Explanation explanation = library.find(type.slug(), language)
                        .orElseThrow(() -> new IllegalStateException(type.slug() + " has no words in " + language));
                text.append(" | **").append(cell(explanation.title())).append("**<br>")
                        .append(cell(explanation.detail()));
            }
            text.append(" |\n");
        }
    }

    private static void fields(StringBuilder text, String bundle) {
        ResourceBundle chinese = words(bundle, Language.CHINESE);
        ResourceBundle english = words(bundle, Language.ENGLISH);
        Map<String, String> rows = new TreeMap<>();
        for (String key : english.keySet()) {
            if (key.startsWith(FIELDS)) {
                rows.put(key.substring(FIELDS.length()), " | " + cell(plain(chinese.getString(key))) + " | "
                        + cell(plain(english.getString(key))) + " |\n");
            }
        }
        if (!rows.isEmpty()) {
            text.append("\n### ").append(heading(bundle)).append("\n\n| code | 中文 | English |\n|---|---|---|\n");
            rows.forEach((code, row) -> text.append("| `").append(code).append('`').append(row));
        }
    }

    static ResourceBundle words(String bundle, Language language) {
        return ResourceBundle.getBundle(bundle, language.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static String heading(String bundle) {
        return switch (bundle) {
            case "messages/api" -> "Everywhere";
            case "messages/casework" -> "Cases";
            case "messages/dead_letters" -> "Dead letters";
            case "messages/grid" -> "Grid and appointments";
            case "messages/intake" -> "Households and needs";
            case "messages/resource" -> "Aid services and referrals";
            default -> capitalised(bundle.substring(bundle.lastIndexOf('/') + 1).replace('_', ' '));
        };
    }

    private static String capitalised(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String plain(String pattern) {
        return pattern.replaceAll(OPEN, "…").replace("''", "'");
    }

    private static String cell(String words) {
        return words.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
    }
}
