package cn.twonets.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first sentence of a method's Javadoc, read from the sources of its module. */
final class MethodSummary {
    private MethodSummary() {
    }

    static Optional<String> of(Method method) {
        Class<?> top = method.getDeclaringClass();
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        Path source = source(top.getName().replace('.', '/') + ".java");
        if (source == null) {
            return Optional.empty();
        }
        Pattern documented = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\n\\s*)+[^;{}@/()]*\\b"
                + Pattern.quote(method.getName()) + "\\(", Pattern.DOTALL);
        try {
            Matcher found = documented.matcher(Files.readString(source));
            return found.find()
                    ? Optional.of(firstSentence(found.group(1))).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In this module, else in one beside it; null if it is nowhere. */
    private static @Nullable Path source(String name) {
        Path within = Path.of("src", "main", "java").resolve(name);
        if (Files.exists(within)) {
            return within;
        }
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve(within)).filter(Files::exists).findFirst().orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstSentence(String javadoc) {
        String plain = javadoc.replaceAll("(?m)^\\s*\\*", " ").replaceAll("\\{@\\w+ ([^}]*)}", "$1")
                .replaceAll("(?s)(^|\\s)@(param|return|throws).*", "").replaceAll("\\s+", " ").strip();
        int end = plain.indexOf(". ");
        return end < 0 ? plain : plain.substring(0, end + 1);
    }
}
