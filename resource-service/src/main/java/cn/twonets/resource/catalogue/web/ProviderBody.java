package cn.twonets.resource.catalogue.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Provider;
import cn.twonets.resource.catalogue.ProviderKind;
import java.util.regex.Pattern;

/**
 * A provider to be registered.
 *
 * @param id the organization's code; it stands on topics
 * @param name of the organization, in Chinese, 1 to 60 characters
 * @param kind what sort of organization it is
 */
record ProviderBody(ProviderId id, String name, ProviderKind kind) {
    /** What can be the number of a telephone or an identity card; codes of organizations may have as many digits. */
    private static final Pattern PERSONAL = Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)"
            + "|[1-9]\\d{5}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx]");

    /** @throws Refusal 422 if the code could be somebody's number */
    ProviderId code() {
        requireNobodysNumber("/id", id.value());
        return id;
    }

    /** @throws Refusal 422 if it cannot be the name of an organization */
    String title() {
        return title(name);
    }

    static String title(String name) {
        String title = name.strip();
        if (title.isEmpty() || title.length() > Provider.LONGEST_NAME
                || title.chars().anyMatch(one -> Character.isISOControl(one) || Character.getType(
                        one) == Character.FORMAT)) {
            throw Refusal.of(CatalogueProblem.INVALID_PROVIDER).field("/name", "not-an-organization-name", 1,
                    Provider.LONGEST_NAME);
        }
        requireNobodysNumber("/name", title);
        return title;
    }

    static void requireNobodysNumber(String pointer, String text) {
        if (PERSONAL.matcher(text).find()) {
            throw Refusal.of(CatalogueProblem.INVALID_PROVIDER).field(pointer, "personal-number");
        }
    }
}
