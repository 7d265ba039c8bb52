package cn.twonets.reconciliation.web;

import cn.twonets.api.problem.Language;
import java.util.ResourceBundle;

/** What a kind of difference is called and what to do about it, in the caller's language. */
final class KindWords {
    static final String BUNDLE = "messages/reconciliation";

    private final ResourceBundle words = ResourceBundle.getBundle(BUNDLE, Language.current().locale(),
            KindWords.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

    String title(String code) {
        return text("kind." + code + ".title", code);
    }

    String advice(String code) {
        return text("kind." + code + ".advice", "");
    }

    /** A kind that an older or newer version of the service wrote has no words here. */
    private String text(String key, String otherwise) {
        return words.containsKey(key) ? words.getString(key) : otherwise;
    }
}
