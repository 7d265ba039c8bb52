package cn.twonets.dispatch.casework.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.problem.Refusal;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.routing.RouteTaken;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridCode;
import cn.twonets.events.Urgency;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Where would a need go now, and why; nothing is stored. */
@RestController
class RoutePreviewController {
    private final CaseDesk desk;
    private final Counter counter;

    RoutePreviewController(CaseDesk desk, Counter counter) {
        this.desk = desk;
        this.counter = counter;
    }

    /** @param urgency {@code ORDINARY} where absent */
    record Question(GridCode unit, CategoryCode category, @Nullable Urgency urgency) {}

    @PostMapping("/api/v1/route-previews")
    RouteTaken preview(Caller caller, @RequestBody Question question) {
        var who = counter.reader(caller);
        if (!desk.knows(question.category())) {
            throw Refusal.invalid("/category", "unknown-category");
        }
        Urgency urgency = question.urgency() == null ? Urgency.ORDINARY : question.urgency();
        return desk.preview(who, question.unit(), question.category(), urgency)
                .orElseThrow(() -> Refusal.invalid("/unit", "unknown-unit"));
    }
}
