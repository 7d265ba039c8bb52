package cn.twonets.dispatch.grid;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The grid to begin with: Changge's real divisions, with areas, groups and posts made from them in the proportions of
 * April 2020. Always the same text, in the very form that anybody else's grid is imported in. Posts are labels.
 */
public final class StarterGrid {
    private static final String DIVISIONS = "/grid/changge-divisions.csv";
    /** The day from which all appointments hold. */
    private static final String SINCE = "2020-04-01";

    private static final int AREAS = 78;
    private static final int GROUPS = 2_465;
    private static final int VILLAGE_LEADERS = 337;
    private static final int VILLAGE_MEMBERS = 1_717;
    private static final int GROUP_MEMBERS = 2_546;
    private static final int TOWN_DEPUTIES = 3;
    private static final int COMMUNITY_MEMBERS = 5;
    /** So many of the villages without a leader are held by their neighbour's; the others are vacant. */
    private static final int ACTING = 3;

    private final StringBuilder units = new StringBuilder("code,name,level,parent\n");
    private final StringBuilder appointments = new StringBuilder("id,unit,post,capacity,validFrom,validTo\n");
    private final List<Division> divisions;

    private StarterGrid() {
        this.divisions = read();
    }

    /**
     * The two files.
     *
     * @param units {@code code,name,level,parent}
     * @param appointments {@code id,unit,post,capacity,validFrom,validTo}
     */
    public record Files(String units, String appointments) {}

    /** Makes both files. */
    public static Files files() {
        StarterGrid grid = new StarterGrid();
        grid.build();
        return new Files(grid.units.toString(), grid.appointments.toString());
    }

    private void build() {
        Division city = divisions.stream().filter(one -> one.level().equals("CITY")).findFirst().orElseThrow();
        unit(city.code(), city.name(), "CITY", "");
        post(city.code(), "city-leader", 1, "LEADER");
        post(city.code(), "city-leader", 2, "LEADER");
        post(city.code(), "city-deputy", 1, "DEPUTY");
        for (String office : List.of("city-desk", "assistance-office", "supervisor", "operator")) {
            post(city.code(), office, 1, "MEMBER");
        }
        List<Division> towns = divisions.stream().filter(one -> one.level().equals("TOWN")).toList();
        List<Division> villagesOfTowns = new ArrayList<>();
        List<Division> communities = new ArrayList<>();
        for (Division town : towns) {
            unit(town.code(), town.name(), "TOWN", city.code());
            post(town.code(), "town-leader", 1, "LEADER");
            for (int number = 1; number <= TOWN_DEPUTIES; number++) {
                post(town.code(), "town-deputy", number, "DEPUTY");
            }
            (town.isStreet() ? communities : villagesOfTowns).addAll(below(town));
        }
        int passed = 0;
        for (Division town : towns) {
            List<Division> villages = below(town);
            int areas = 1;
            if (!town.isStreet()) {
                int before = share(passed, AREAS, villagesOfTowns.size());
                passed += villages.size();
                areas = share(passed, AREAS, villagesOfTowns.size()) - before;
            }
            areas(town, villages, areas);
        }
        villages(villagesOfTowns);
        for (Division community : communities) {
            post(community.code(), "village-leader", 1, "LEADER");
            members(community.code(), "village-member", COMMUNITY_MEMBERS);
            group(community, 1, 1);
        }
    }

    private void areas(Division town, List<Division> villages, int areas) {
        for (int area = 0; area < areas; area++) {
            String code = "%s-A%02d".formatted(town.code(), area + 1);
            unit(code, town.name() + "第" + (area + 1) + "工作区", "AREA", town.code());
            post(code, "area-leader", 1, "LEADER");
            post(code, "area-deputy", 1, "DEPUTY");
            int end = share(area + 1, villages.size(), areas);
            for (Division village : villages.subList(share(area, villages.size(), areas), end)) {
                unit(village.code(), village.name(), "VILLAGE", code);
            }
        }
    }

    private void villages(List<Division> villages) {
        int count = villages.size();
        int missing = 0;
        int groups = 0;
        for (int index = 0; index < count; index++) {
            Division village = villages.get(index);
            if (share(index + 1, VILLAGE_LEADERS, count) > share(index, VILLAGE_LEADERS, count)) {
                post(village.code(), "village-leader", 1, "LEADER");
            } else if (missing++ % ((count - VILLAGE_LEADERS) / ACTING) == 0) {
                Division next = villages.get(index + 1);
                Division neighbour = next.parent().equals(village.parent()) ? next : villages.get(index - 1);
                appointment("acting-leader:" + village.code(), village.code(), "village-leader:" + neighbour.code(),
                        "ACTING");
            }
            members(village.code(), "village-member",
                    share(index + 1, VILLAGE_MEMBERS, count) - share(index, VILLAGE_MEMBERS, count));
            int groupsHere = share(index + 1, GROUPS, count) - share(index, GROUPS, count);
            for (int number = 1; number <= groupsHere; number++, groups++) {
                group(village, number,
                        share(groups + 1, GROUP_MEMBERS, GROUPS) - share(groups, GROUP_MEMBERS, GROUPS));
            }
        }
    }

    private void group(Division village, int number, int members) {
        String code = "%s-G%02d".formatted(village.code(), number);
        unit(code, village.shortName() + "第" + number + "组", "GROUP", village.code());
        members(code, "group-member", members);
    }

    /** What the first {@code done} of {@code parts} get of {@code whole} when it is dealt out evenly. */
    private static int share(int done, int whole, int parts) {
        return (int) ((long) done * whole / parts);
    }

    private void members(String unit, String role, int count) {
        for (int number = 1; number <= count; number++) {
            post(unit, role, number, "MEMBER");
        }
    }

    private void unit(String code, String name, String level, String parent) {
        units.append(code).append(',').append(name).append(',').append(level).append(',').append(parent).append('\n');
    }

    private void post(String unit, String role, int number, String capacity) {
        String post = role + ":" + unit + (number == 1 ? "" : "." + number);
        appointment(post, unit, post, capacity);
    }

    private void appointment(String id, String unit, String post, String capacity) {
        appointments.append(id).append(',').append(unit).append(',').append(post).append(',').append(capacity)
                .append(',').append(SINCE).append(",\n");
    }

    private List<Division> below(Division town) {
        return divisions.stream().filter(one -> one.parent().equals(town.code())).toList();
    }

    private static List<Division> read() {
        try (InputStream file = StarterGrid.class.getResourceAsStream(DIVISIONS)) {
            if (file == null) {
                throw new IllegalStateException("the product lacks " + DIVISIONS);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).map(Division::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Division(String code, String name, String level, String parent) {
        static Division of(String line) {
            String[] cells = line.split(",", -1);
            return new Division(cells[0], cells[1], cells[2], cells[3]);
        }

        boolean isStreet() {
            return name.endsWith("街道");
        }

        String shortName() {
            return name.replaceFirst("(村)(民委员会|委会)$", "$1").replaceFirst("(居民委员会|居委会)$", "");
        }
    }
}
