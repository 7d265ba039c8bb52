package cn.twonets.dispatch.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cn.twonets.dispatch.grid.csv.GridCsv;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridState;
import cn.twonets.grid.GridUnit;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files of units and appointments would change, and every way in which a line can be wrong. */
class GridFilesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final Instant LATER = Instant.parse("2026-04-02T01:00:00Z");
    private static final String UNITS = """
            code,name,level,parent
            C,城,CITY,
            T,镇,TOWN,C
            V1,一村,VILLAGE,T
            V2,二村,VILLAGE,T
            G1,一组,GROUP,V1
            """;
    private static final String APPOINTMENTS = """
            id,unit,post,capacity,validFrom,validTo
            a1,V1,village-leader:V1,LEADER,2020-04-01,
            a2,G1,group-member:G1,MEMBER,2020-04-01,2030-01-01T00:00:00+08:00
            """;

    static Stream<Arguments> wrongUnits() {
        return Stream.of(
                arguments("V3,,VILLAGE,T", "2 name missing"),
                arguments(",三村,VILLAGE,T", "1 code missing"),
                arguments("V 3,三村,VILLAGE,T", "1 code invalid-value"),
                arguments("V3,三村,HAMLET,T", "3 level unknown-value"),
                arguments("V3,三村,VILLAGE,X", "4 parent unknown-unit"),
                arguments("V3,三村,VILLAGE,", "4 parent missing"),
                arguments("V3,三村,VILLAGE,G1", "4 parent not-of-higher-level"),
                arguments("V3,三村,VILLAGE,V1", "4 parent not-of-higher-level"),
                arguments("V3,=1+1,VILLAGE,T", "2 name invalid-value"),
                arguments("V3,13800001111,VILLAGE,T", "2 name personal-number"),
                arguments("V13800001111,三村,VILLAGE,T", "1 code personal-number"),
                arguments("V3,\"三\n村\",VILLAGE,T", "2 name control-character"),
                arguments("V3," + "村".repeat(61) + ",VILLAGE,T", "2 name invalid-value"),
                arguments("V3,三村,VILLAGE,T,more", "5  too-many-cells"),
                arguments("V3", "2 name missing, 3 level missing"),
                arguments("V1,又一村,VILLAGE,T", "1 code duplicate"),
                arguments("C2,城,CITY,", "4 parent two-tops"),
                arguments("V3,\"三村,VILLAGE,T", "0  not-csv"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUnits")
    void namesLineAndColumnOfEveryWrongUnit(String line, String problem) {
        ImportPlan plan = plan(UNITS + line + "\n", null, ImportPlan.of(files(null, null), List.of(), List.of(), NOW));

        assertThat(told(plan)).isEqualTo(problem);
        assertThat(plan.problems()).allSatisfy(one -> {
            assertThat(one.file()).isEqualTo(ImportProblem.UNITS);
            assertThat(one.line()).isEqualTo(7);
        });
    }

    static Stream<Arguments> wrongAppointments() {
        return Stream.of(
                arguments("a3,V9,p,LEADER,,", "2 unit unknown-unit"),
                arguments("a3,V1,p,BOSS,,", "4 capacity unknown-value"),
                arguments("a3,V1,p p,LEADER,,", "3 post invalid-value"),
                arguments("a3,G1,p,LEADER,,", "4 capacity no-leaders-at-group-level"),
                arguments("a3,G1,p,DEPUTY,,", "4 capacity no-leaders-at-group-level"),
                arguments("a3,V1,p,LEADER,yesterday,", "5 validFrom invalid-time"),
                arguments("a3,V1,p,LEADER,2026-02-30,", "5 validFrom invalid-time"),
                arguments("a3,V1,p,LEADER,2026-03-01,2026-03-01", "6 validTo not-after-start"),
                arguments("a1,V1,p,LEADER,,", "1 id duplicate"),
                arguments("a3,V1,13800001111,LEADER,,", "3 post personal-number"),
                arguments("a3,V1,leader:11010119900101123X,LEADER,,", "3 post personal-number"),
                arguments("a-13800001111,V1,p,LEADER,,", "1 id personal-number"),
                arguments("active,V1,p,LEADER,,", "1 id reserved"),
                arguments("a/3,V1,p,LEADER,,", "1 id invalid-value"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAppointments")
    void namesLineAndColumnOfEveryWrongAppointment(String line, String problem) {
        ImportPlan plan = ImportPlan.of(files(UNITS, APPOINTMENTS + line + "\n"), List.of(), List.of(), NOW);

        assertThat(told(plan)).isEqualTo(problem);
        assertThat(plan.problems()).allSatisfy(one -> {
            assertThat(one.file()).isEqualTo(ImportProblem.APPOINTMENTS);
            assertThat(one.line()).isEqualTo(4);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"village-leader:411082110213", "group-member:411082110213-G05", "leader:130108100213",
            "member:411082110213-G05.2"})
    void takesPostsWithTheCodesOfTheirUnits(String post) {
        String line = "a3,V1," + post + ",LEADER,,\n";

        ImportPlan plan = ImportPlan.of(files(UNITS, APPOINTMENTS + line), List.of(), List.of(), NOW);

        assertThat(plan.problems()).isEmpty();
    }

    @Test
    void namesAllWrongLinesAtOnceAndCountsColumnsAsTheyStand() {
        ImportPlan plan = ImportPlan.of(files("""
                level,parent,code,name
                CITY,,C,城
                TOWN,X,T,镇
                HAMLET,C,T2,镇
                """, null), List.of(), List.of(), NOW);

        assertThat(plan.problems()).containsExactlyInAnyOrder(
                new ImportProblem("units", 3, 2, "parent", "unknown-unit"),
                new ImportProblem("units", 4, 1, "level", "unknown-value"));
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                arguments("", "1 0  empty-file"),
                arguments("name,level,parent\n城,CITY,\n", "1 0 code column-missing"),
                arguments("code,name,level,parent\n", "0 0  no-top"),
                arguments("code,name,level,parent\nT,镇,TOWN,\n", "2 4 parent missing"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void namesWhatIsWrongWithAWholeFile(String text, String problem) {
        ImportPlan plan = ImportPlan.of(files(text, null), List.of(), List.of(), NOW);

        assertThat(plan.problems()).hasSize(1)
                .first()
                .extracting(one -> one.line() + " " + one.column() + " " + one.columnName() + " " + one.code())
                .isEqualTo(problem);
    }

    @Test
    void saysThatAFileIsNotUtf8() {
        byte[] gbk = UNITS.getBytes(Charset.forName("GBK"));

        GridFiles files = new GridCsv().readUnits(new ByteArrayInputStream(gbk)).files();

        assertThat(files.problems()).isNotEmpty().allMatch(one -> one.code().equals("not-utf8"));
    }

    @Test
    void readsWhatSpreadsheetsWrite() {
        byte[] text = ("\uFEFF" + UNITS.replace("\n", "\r\n").replace("一村", "\"一村\"")).getBytes(
                StandardCharsets.UTF_8);

        GridFiles files = new GridCsv().read(new ByteArrayInputStream(text)).files();

        assertThat(files.problems()).isEmpty();
        assertThat(files.units()).hasSize(5).extracting(UnitRow::name).contains("一村");
    }

    @Test
    void plansNothingForTheSameFilesOnceMore() {
        ImportPlan first = first();
        ImportPlan again = plan(UNITS, APPOINTMENTS, first);

        assertThat(first.counts()).isEqualTo(new ImportPlan.Counts(5, 0, 0, 2, 0, 0));
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.counts()).isEqualTo(new ImportPlan.Counts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void endsWhatTheFileNoLongerNames() {
        ImportPlan plan = plan(UNITS.replace("V2,二村,VILLAGE,T\n", ""), null, first());

        assertThat(plan.counts()).isEqualTo(new ImportPlan.Counts(0, 0, 1, 0, 0, 0));
        assertThat(unit(plan, "V2").validTo()).isEqualTo(LATER);
        assertThat(plan(UNITS.replace("V2,二村,VILLAGE,T\n", ""), null, merged(first(), plan)).isEmpty()).isTrue();
    }

    @Test
    void mergesUnitsIntoOthers() {
        String merging = UNITS.replace("parent\n", "parent,validTo,replacedBy\n")
                .replace("V2,二村,VILLAGE,T\n", "V2,二村,VILLAGE,T,2026-03-15,V1\n");

        ImportPlan plan = plan(merging, null, first());

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.counts().unitsEnded()).isEqualTo(1);
        assertThat(unit(plan, "V2").replacedBy()).containsExactly(new GridCode("V1"));
        assertThat(unit(plan, "V2").validTo()).isEqualTo("2026-03-14T16:00:00Z");
        assertThat(plan(merging, null, merged(first(), plan)).isEmpty()).isTrue();
    }

    @Test
    void refusesALastingUnitBelowAnEndedOne() {
        ImportPlan plan = plan(UNITS.replace("parent\n", "parent,replacedBy\n")
                .replace("V1,一村,VILLAGE,T\n", "V1,一村,VILLAGE,T,V2\n"), null, first());

        assertThat(told(plan)).isEqualTo("4 parent unit-ended");
    }

    @Test
    void refusesAnotherLevelUnderTheSameCode() {
        ImportPlan plan = plan(UNITS.replace("V2,二村,VILLAGE,T", "V2,二区,AREA,T"), null, first());

        assertThat(told(plan)).isEqualTo("3 level level-changed");
    }

    @Test
    void movesRenamesAndRevivesUnits() {
        ImportPlan renamed = plan(UNITS.replace("一组,GROUP,V1", "甲组,GROUP,V2"), null, first());
        ImportPlan ended = plan(UNITS.replace("G1,一组,GROUP,V1\n", ""), null, first());
        ImportPlan revived = plan(UNITS, null, merged(first(), ended));

        assertThat(renamed.counts()).isEqualTo(new ImportPlan.Counts(0, 1, 0, 0, 0, 0));
        assertThat(unit(renamed, "G1").parent()).isEqualTo(new GridCode("V2"));
        assertThat(revived.counts()).isEqualTo(new ImportPlan.Counts(0, 1, 0, 0, 0, 0));
        assertThat(unit(revived, "G1").validTo()).isNull();
    }

    @Test
    void changesAndEndsAppointmentsAndLeavesOthersAlone() {
        ImportPlan plan = plan(null, """
                id,unit,post,capacity,validTo
                a1,V1,village-leader:V1,LEADER,2026-05-01
                a3,V2,village-leader:V2,LEADER,
                """, first());

        assertThat(plan.units()).isEmpty();
        assertThat(plan.counts()).isEqualTo(new ImportPlan.Counts(0, 0, 0, 1, 0, 1));
        GridState.Appointment ended = plan.appointments().getFirst();
        assertThat(ended.order().sequence()).isEqualTo(2);
        assertThat(ended.validFrom()).isEqualTo("2020-03-31T16:00:00Z");
    }

    private static ImportPlan first() {
        return ImportPlan.of(files(UNITS, APPOINTMENTS), List.of(), List.of(), NOW);
    }

    private static ImportPlan plan(@Nullable String units, @Nullable String appointments, ImportPlan before) {
        return ImportPlan.of(files(units, appointments), before.units(), before.appointments(), LATER);
    }

    private static ImportPlan merged(ImportPlan before, ImportPlan after) {
        return new ImportPlan(after.units(), before.appointments(), after.counts(), List.of());
    }

    private static GridFiles files(@Nullable String units, @Nullable String appointments) {
        GridCsv csv = new GridCsv();
        if (units != null) {
            csv.readUnits(new ByteArrayInputStream(units.getBytes(StandardCharsets.UTF_8)));
        }
        if (appointments != null) {
            csv.readAppointments(new ByteArrayInputStream(appointments.getBytes(StandardCharsets.UTF_8)));
        }
        return csv.files();
    }

    private static GridUnit unit(ImportPlan plan, String code) {
        return plan.units().stream().filter(unit -> unit.code().value().equals(code)).findFirst().orElseThrow();
    }

    private static String told(ImportPlan plan) {
        return String.join(", ",
                plan.problems().stream().map(one -> one.column() + " " + one.columnName() + " " + one.code()).toList());
    }
}
