package cn.twonets.api.problem;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages in which errors are told; Chinese unless the caller prefers English. */
public enum Language {
    CHINESE(Locale.SIMPLIFIED_CHINESE), ENGLISH(Locale.ENGLISH);

    /** Nobody reads that many languages, and to weigh thousands takes long. */
    private static final int LONGEST = 1_000;
    private static final ThreadLocal<Language> CURRENT = new ThreadLocal<>();

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /** The best of ours for an {@code Accept-Language} header; Chinese if there is none or it cannot be read. */
    public static Language of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank() || acceptLanguage.length() > LONGEST) {
            return CHINESE;
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage),
                    List.of(Locale.SIMPLIFIED_CHINESE, Locale.CHINESE, Locale.ENGLISH));
            return Locale.ENGLISH.equals(best) ? ENGLISH : CHINESE;
        } catch (IllegalArgumentException unreadable) {
            return CHINESE;
        }
    }

    /** The language of the request at hand. */
    public static Language current() {
        Language language = CURRENT.get();
        return language == null ? CHINESE : language;
    }

    /** Sets, or with null forgets, the language of the request at hand; for whoever opens and ends requests. */
    public static void use(@Nullable Language language) {
        if (language == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(language);
        }
    }
}
