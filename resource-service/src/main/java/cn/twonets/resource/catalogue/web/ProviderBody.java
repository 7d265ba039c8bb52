package cn.twonets.resource.catalogue.web;

import cn.twonets.api.personal.PersonalNumbers;
import cn.twonets.api.problem.Refusal;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Provider;
import cn.twonets.resource.catalogue.ProviderKind;

/**
 * A provider to be registered.
 *
 * @param id the organization's code; it stands on topics
 * @param name of the organization, in Chinese, 1 to 60 characters
 * @param kind what sort of organization it is
 */
record ProviderBody(ProviderId id, String name, ProviderKind kind) {
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
        if (PersonalNumbers.isIn(text)) {
            throw Refusal.of(CatalogueProblem.INVALID_PROVIDER).field(pointer, PersonalNumbers.CODE);
        }
    }
}
