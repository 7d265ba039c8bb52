package cn.twonets.api.problem;

import java.text.MessageFormat;
import java.util.List;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the words of a kind of problem: in its own bundle, then in the one of this module. */
final class Words {
    private static final ResourceBundle.Control EXACT = ResourceBundle.Control
            .getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** What {@link MessageFormat} leaves where nobody knows the argument. */
    private static final Pattern OPEN = Pattern.compile("\\{\\d+}");

    private final ProblemType type;
    private final Language language;

    Words(ProblemType type, Language language) {
        this.type = type;
        this.language = language;
    }

    String title() {
        return text(type.slug() + ".title", type.slug());
    }

    String detail(Object[] arguments) {
        return text(type.slug() + ".detail", title(), arguments);
    }

    String field(String code, Object[] arguments) {
        return text("field." + code, code, arguments);
    }

    private String text(String key, String otherwise, Object... arguments) {
        for (String bundle : List.of(type.bundle(), StandardProblem.UNEXPECTED.bundle())) {
            String pattern = find(bundle, key);
            if (pattern != null) {
                String text = new MessageFormat(pattern, language.locale()).format(arguments);
                return OPEN.matcher(text).replaceAll("…");
            }
        }
        return otherwise;
    }

    private @Nullable String find(String bundle, String key) {
        try {
            ResourceBundle words = ResourceBundle.getBundle(bundle, language.locale(), type.getClass().getClassLoader(),
                    EXACT);
            return words.containsKey(key) ? words.getString(key) : null;
        } catch (MissingResourceException none) {
            return null;
        }
    }
}
