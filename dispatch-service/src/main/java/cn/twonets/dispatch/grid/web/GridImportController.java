package cn.twonets.dispatch.grid.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.openapi.AlsoAnswers;
import cn.twonets.api.problem.Problem;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Cause;
import cn.twonets.dispatch.grid.GridFiles;
import cn.twonets.dispatch.grid.GridImport;
import cn.twonets.dispatch.grid.GridImports;
import cn.twonets.dispatch.grid.GridOffice;
import cn.twonets.dispatch.grid.ImportAnswer;
import cn.twonets.dispatch.grid.ImportPlan;
import cn.twonets.dispatch.grid.ImportProblem;
import cn.twonets.dispatch.grid.ImportTooLargeException;
import cn.twonets.dispatch.grid.csv.GridCsv;
import cn.twonets.events.PostId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Import of grids as CSV: one file as {@code text/csv} (its header says of what), or the parts {@code units} and
 * {@code appointments} of a form. Needs no key: the same content once more changes nothing.
 */
@RestController
@RequestMapping("/api/v1/grid-imports")
class GridImportController {
    private final GridOffice office;
    private final GridImports imports;
    private final GridScope scope;

    GridImportController(GridOffice office, GridImports imports, GridScope scope) {
        this.office = office;
        this.imports = imports;
        this.scope = scope;
    }

    /** What to do with the files. */
    enum Mode {
        /** Say what they would do. */
        preview,
        /** Do it, all or nothing. */
        apply
    }

    /**
     * What an import does or would do.
     *
     * @param number its number; null where nothing was decided
     * @param version of the tree in use afterwards
     * @param problems what is wrong in the files; only a preview lists them here
     */
    record ImportView(
            ImportAnswer.Result result,
            @Nullable Long number,
            long version,
            ImportPlan.Counts counts,
            List<ProblemView> problems) {}

    /**
     * One thing that is wrong.
     *
     * @param line the header is line 1; 0 where it is about the whole file
     * @param column from 1; 0 where it is about the whole line
     */
    record ProblemView(String file, long line, int column, String columnName, String code, String message) {}

    /** An import that was decided. */
    record DecidedView(long number, Instant at, PostId by, ImportPlan.Counts counts, boolean finished) {}

    @AlsoAnswers({201, 202})
    @PostMapping(consumes = "text/csv")
    ResponseEntity<ImportView> one(
            Caller caller,
            InputStream body,
            @RequestParam(defaultValue = "preview") Mode mode,
            @RequestParam(required = false) @Nullable Integer endings) {
        scope.requireImporter(caller);
        return answer(caller, new GridCsv().read(body).files(), mode, endings);
    }

    @AlsoAnswers({201, 202})
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<ImportView> both(
            Caller caller,
            @RequestPart(required = false) @Nullable MultipartFile units,
            @RequestPart(required = false) @Nullable MultipartFile appointments,
            @RequestParam(defaultValue = "preview") Mode mode,
            @RequestParam(required = false) @Nullable Integer endings) throws IOException {
        scope.requireImporter(caller);
        GridCsv csv = new GridCsv();
        if (units == null && appointments == null) {
            throw Refusal.invalid("/units", "missing");
        }
        if (units != null) {
            try (InputStream file = units.getInputStream()) {
                csv.readUnits(file);
            }
        }
        if (appointments != null) {
            try (InputStream file = appointments.getInputStream()) {
                csv.readAppointments(file);
            }
        }
        return answer(caller, csv.files(), mode, endings);
    }

    @GetMapping("/{number}")
    DecidedView decided(Caller caller, @PathVariable long number) {
        scope.requireImportReader(caller);
        GridImport found = imports.find(number).orElseThrow(Refusal::notFound);
        return new DecidedView(found.number(), found.at(), found.by(), found.counts(), found.finished());
    }

    private ResponseEntity<ImportView> answer(Caller caller, GridFiles files, Mode mode, @Nullable Integer endings) {
        ImportAnswer answer = mode == Mode.preview ? office.preview(files) : apply(caller, files, endings);
        ImportView view = new ImportView(answer.result(), answer.number() == 0 ? null : answer.number(),
                answer.version(), answer.plan().counts(), problems(answer.plan()));
        URI place = URI.create("/api/v1/grid-imports/" + answer.number());
        return switch (answer.result()) {
            case PREVIEWED, UNCHANGED -> ResponseEntity.ok(view);
            case APPLIED -> ResponseEntity.created(place).body(view);
            case APPLIED_UNPUBLISHED -> ResponseEntity.accepted().location(place).body(view);
            case REFUSED -> throw refusal(answer.plan());
            case ENDING_UNCONFIRMED -> throw Refusal.of(GridProblem.ENDINGS_NOT_CONFIRMED,
                    answer.plan().counts().unitsEnded());
        };
    }

    private ImportAnswer apply(Caller caller, GridFiles files, @Nullable Integer endings) {
        RequestCause cause = RequestCause.current();
        try {
            return office.apply(files, caller.post(), new Cause(cause.correlationId(), cause.traceparent()), endings);
        } catch (ImportTooLargeException e) {
            throw Refusal.of(GridProblem.IMPORT_TOO_LARGE);
        }
    }

    private static List<ProblemView> problems(ImportPlan plan) {
        List<Problem.FieldError> words = Problem.ofItem(refusal(plan)).errors();
        List<ProblemView> views = new ArrayList<>();
        for (int index = 0; words != null && index < words.size(); index++) {
            ImportProblem one = plan.problems().get(index);
            views.add(new ProblemView(one.file(), one.line(), one.column(), one.columnName(), one.code(),
                    words.get(index).message()));
        }
        return views;
    }

    private static Refusal refusal(ImportPlan plan) {
        Refusal refusal = Refusal.of(GridProblem.IMPORT_REFUSED, plan.problems().size());
        plan.problems().forEach(one -> refusal.field(pointer(one), one.code()));
        return refusal;
    }

    /** Places in CSV are named as RFC 7111 does, after the name of the file. */
    private static String pointer(ImportProblem one) {
        if (one.line() == 0) {
            return one.file();
        }
        return one.file() + (one.column() == 0 ? "#row=" + one.line() : "#cell=" + one.line() + "," + one.column());
    }
}
