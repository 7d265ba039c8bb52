package cn.twonets.api.problem;

import java.io.IOException;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Explains kinds of problems by their slug: from every bundle of words on the class path. */
public final class ProblemLibrary {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+[^}]*}");
    private static final String ENGLISH = "_en.properties";

    private final Set<String> bundles = new TreeSet<>();

    /** @throws IOException if the class path cannot be read */
    public ProblemLibrary() throws IOException {
        Resource[] found = new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*" + ENGLISH);
        for (Resource words : found) {
            String name = String.valueOf(words.getFilename());
            bundles.add("messages/" + name.substring(0, name.length() - ENGLISH.length()));
        }
    }

    /**
     * What a kind of problem means.
     *
     * @param type {@code /problems/<slug>}
     * @param title what it is
     * @param detail what to know about it; what differs from one occurrence to the next is left open
     */
    public record Explanation(String type, String title, String detail) {}

    /** Whether that could be a slug at all. */
    public static boolean isSlug(String text) {
        return SLUG.matcher(text).matches();
    }

    /** The explanation in that language; empty if no bundle here knows the kind. */
    public Optional<Explanation> find(String slug, Language language) {
        return bundles.stream().flatMap(bundle -> in(bundle, slug, language.locale()).stream()).findFirst();
    }

    private static Optional<Explanation> in(String bundle, String slug, Locale locale) {
        try {
            ResourceBundle words = ResourceBundle.getBundle(bundle, locale);
            if (isSlug(slug) && words.containsKey(slug + ".title")) {
                String detail = slug + ".detail";
                return Optional.of(new Explanation("/problems/" + slug, plain(words.getString(slug + ".title")),
                        words.containsKey(detail) ? plain(words.getString(detail)) : ""));
            }
            return Optional.empty();
        } catch (MissingResourceException none) {
            return Optional.empty();
        }
    }

    private static String plain(String pattern) {
        return PLACEHOLDER.matcher(pattern).replaceAll("…").replace("''", "'");
    }
}
