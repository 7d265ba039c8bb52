package cn.twonets.system.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The expectations of {@code access.csv}, which explains itself. */
final class AccessTable {
    /** Everybody, even without a token. */
    static final String ANYONE = "anyone";
    /** Every role that a token may claim, and one that it may not. */
    static final List<String> ROLES = List.of("grid-member", "grid-leader", "department", "assistance-office",
            "supervisor", "operator", "household-facts", "service", "a-role-of-tomorrow");

    private static final String FILE = "/access/access.csv";

    private final Map<String, Map<String, Map<Relation, Expected>>> routes = new LinkedHashMap<>();

    private AccessTable(List<String> lines) {
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                read(line);
            }
        }
    }

    static AccessTable read() {
        try (InputStream file = AccessTable.class.getResourceAsStream(FILE)) {
            return new AccessTable(new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        List<String> cells = new ArrayList<>(List.of(line.split("\\|")));
        cells.replaceAll(String::strip);
        if (cells.size() != 2 + Relation.values().length) {
            throw new IllegalArgumentException("not a line of the table: " + line);
        }
        Map<Relation, Expected> expected = new EnumMap<>(Relation.class);
        for (Relation relation : Relation.values()) {
            String cell = cells.get(2 + relation.ordinal());
            if (!cell.equals(".")) {
                expected.put(relation, Expected.valueOf(cell.toUpperCase(Locale.ROOT)));
            }
        }
        for (String role : cells.get(1).split(" +")) {
            if (!ROLES.contains(role) && !role.equals(ANYONE)) {
                throw new IllegalArgumentException("no role: " + line);
            }
            if (routes.computeIfAbsent(cells.getFirst(), route -> new LinkedHashMap<>()).put(role, expected) != null) {
                throw new IllegalArgumentException("said twice: " + line);
            }
        }
    }

    Set<String> routes() {
        return routes.keySet();
    }

    boolean isOpen(String route) {
        return routes.get(route).containsKey(ANYONE);
    }

    /** Whether the table says something about the role; if not, it is forbidden. */
    boolean names(String route, String role) {
        return routes.get(route).containsKey(role);
    }

    /** What that role is told in these relations; forbidden in all of {@code otherwise} if it has no line. */
    Map<Relation, Expected> of(String route, String role, Set<Relation> otherwise) {
        Map<Relation, Expected> said = routes.get(route).get(role);
        if (said != null) {
            return said;
        }
        Map<Relation, Expected> forbidden = new EnumMap<>(Relation.class);
        otherwise.forEach(relation -> forbidden.put(relation, Expected.FORBIDDEN));
        return forbidden;
    }
}
