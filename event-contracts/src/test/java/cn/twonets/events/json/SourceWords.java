package cn.twonets.events.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sources say about a type, a component of a record or a value of an enumeration: said once, served too. */
final class SourceWords {
    private static final Map<Class<?>, String> SOURCES = new ConcurrentHashMap<>();
    private static final Pattern INLINE = Pattern.compile("\\{@(?:code|link) #?([^}]*)}");
    private static final Pattern VALUE = Pattern.compile("\\{@value #([^}]*)}");

    private SourceWords() {
    }

    /** About a type. */
    static String of(Class<?> type) {
        return plain(type, comment(type).replaceFirst("(?s)(^|\\s)@param\\s.*", ""));
    }

    /** About a component of a record; empty if nothing is said. */
    static String of(Class<?> record, String component) {
        Matcher said = Pattern.compile("@param " + component + "\\s+(.*?)(?=\\s@(?:param|throws)\\s|\\z)",
                Pattern.DOTALL).matcher(comment(record));
        return said.find() ? plain(record, said.group(1)) : "";
    }

    /** About a value of an enumeration; empty if nothing is said. */
    static String of(Enum<?> value) {
        return plain(value.getDeclaringClass(), before(value.getDeclaringClass(), "\\b" + value.name() + "\\b"));
    }

    private static String comment(Class<?> type) {
        String text = before(type,
                "(?:(?:public|static|sealed)\\s+)*(?:record|enum|interface)\\s+" + type.getSimpleName() + "\\b");
        if (text.isEmpty()) {
            throw new IllegalStateException("nothing is said about " + type);
        }
        return text;
    }

    /** The comment right before a declaration. */
    private static String before(Class<?> type, String declaration) {
        String source = source(type);
        Matcher found = Pattern.compile(declaration).matcher(source);
        while (found.find()) {
            String above = source.substring(0, found.start()).stripTrailing();
            if (above.endsWith("*/")) {
                return above.substring(above.lastIndexOf("/**") + 3, above.length() - 2)
                        .replaceAll("(?m)^\\s*\\*", " ");
            }
        }
        return "";
    }

    private static String plain(Class<?> type, String javadoc) {
        String valued = VALUE.matcher(javadoc).replaceAll(found -> constant(type, found.group(1)));
        return INLINE.matcher(valued).replaceAll("$1").replaceAll("\\s+", " ").strip();
    }

    private static String constant(Class<?> type, String name) {
        try {
            return String.valueOf(type.getField(name).get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no constant " + name, e);
        }
    }

    private static String source(Class<?> type) {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        return SOURCES.computeIfAbsent(top, one -> {
            try {
                return Files.readString(Path.of("src", "main", "java", one.getName().replace('.', '/') + ".java"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
