package cn.twonets.api.web;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How an API of ours is set up.
 *
 * @param bodyLimit the most bytes of a body
 * @param importLimit the most bytes of a body of an import path
 * @param importPaths whose bodies are streamed
 * @param keepBodies whether bodies of other paths are kept in memory, as {@code ActKey} needs; a door that only passes
 *        them on says no
 * @param keptPaths whose bodies are kept all the same: what such a door reads for itself
 * @param problemPages whether the explanations of problem types on the class path are served
 * @param openPaths patterns that need no token, beside health, metrics, documents and problem types
 */
@ConfigurationProperties("twonets.api")
public record ApiSettings(@DefaultValue("1MB") DataSize bodyLimit, @DefaultValue("64MB") DataSize importLimit,
        @DefaultValue("/api/v1/grid-imports") Set<String> importPaths, @DefaultValue("true") boolean keepBodies,
        @DefaultValue Set<String> keptPaths, @DefaultValue("true") boolean problemPages,
        @DefaultValue List<String> openPaths) {}
