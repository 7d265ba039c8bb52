package cn.twonets.resource.catalogue.file;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.ProviderKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * The catalogue with which a county can begin: its providers and aid services.
 *
 * @param providers who gives aid, with the posts that answer for them
 * @param services what they give
 */
public record StarterCatalogue(List<Organization> providers, List<Entry> services) {
    private static final String FILE = "/catalogue/starter.json";

    /** One provider, and the posts that act for it. */
    public record Organization(ProviderId id, String name, ProviderKind kind, Set<PostId> clerks) {}

    /** One aid service. */
    public record Entry(AidServiceId id, ProviderId provider, AidService.Terms terms) {}

    /** Reads the file that comes with the product. */
    public static StarterCatalogue read() {
        try (InputStream file = StarterCatalogue.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the product lacks " + FILE);
            }
            return JsonMapper.builder().build().readValue(file, StarterCatalogue.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
