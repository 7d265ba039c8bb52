package cn.twonets.resource.catalogue.web;

import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Provider;
import cn.twonets.resource.catalogue.ProviderKind;

/**
 * A provider as the offices of the county see it.
 *
 * @param id the organization's code
 * @param name of the organization, in Chinese
 * @param kind what sort of organization it is
 * @param version the entity tag
 */
record ProviderView(ProviderId id, String name, ProviderKind kind, long version) {
    static ProviderView of(Provider provider) {
        return new ProviderView(provider.id(), provider.name(), provider.kind(), provider.version());
    }
}
