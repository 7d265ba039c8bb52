package cn.twonets.dispatch.grid.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.personal.PersonalNumbers;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.dispatch.grid.AppointmentDesk;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.GridState;
import cn.twonets.grid.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Appointments and leave, made by the assistance office. */
@RestController
class AppointmentController {
    private final AppointmentDesk desk;
    private final GridScope scope;

    AppointmentController(AppointmentDesk desk, GridScope scope) {
        this.desk = desk;
        this.scope = scope;
    }

    /** @param validTo end, exclusive; null for now */
    record Ending(@Nullable Instant validTo) {}

    /**
     * A leave.
     *
     * @param from first instant
     * @param to end, exclusive
     */
    record Leave(AppointmentId appointment, Instant from, Instant to) {}

    @PostMapping("/api/v1/appointments")
    @ResponseStatus(HttpStatus.CREATED)
    AppointmentView appoint(
            Caller caller,
            @IdempotencyKeyRequired ActKey key,
            @RequestBody AppointmentDesk.Draft draft) {
        Scope office = scope.office(caller);
        if (PersonalNumbers.isIn(draft.post().value())) {
            throw Refusal.of(GridProblem.APPOINTMENT_REFUSED).field("/post", PersonalNumbers.CODE);
        }
        return answer(
                desk.appoint(office, new AppointmentId(key.creationId()), draft, act(key), cause()));
    }

    @PostMapping("/api/v1/appointments/{id}/ending")
    AppointmentView end(Caller caller, ActKey key, @PathVariable String id, @RequestBody Ending ending) {
        return answer(desk.end(scope.office(caller), appointment(id), ending.validTo(), act(key), cause()));
    }

    @PostMapping("/api/v1/absences")
    @ResponseStatus(HttpStatus.CREATED)
    AppointmentView leave(Caller caller, @IdempotencyKeyRequired ActKey key, @RequestBody Leave leave) {
        if (!leave.to().isAfter(leave.from())) {
            throw Refusal.of(GridProblem.APPOINTMENT_REFUSED).field("/to", "not-after-start");
        }
        AppointmentDesk.Answer answer = desk.leave(scope.office(caller), leave.appointment(),
                new GridState.Absence(leave.from(), leave.to()), act(key), cause());
        if (answer instanceof AppointmentDesk.Answer.NotFound) {
            throw Refusal.of(GridProblem.APPOINTMENT_REFUSED).field("/appointment", "unknown-appointment");
        }
        return answer(answer);
    }

    private static AppointmentView answer(AppointmentDesk.Answer answer) {
        return switch (answer) {
            case AppointmentDesk.Answer.Done done -> AppointmentView.of(done.appointment());
            case AppointmentDesk.Answer.NotFound none -> throw Refusal.notFound();
            case AppointmentDesk.Answer.KeyReused reused -> throw ActKey.reused();
            case AppointmentDesk.Answer.Refused refused -> throw Refusal.of(GridProblem.APPOINTMENT_REFUSED)
                    .field(refused.pointer(), refused.code());
        };
    }

    private static AppointmentId appointment(String id) {
        try {
            return new AppointmentId(id);
        } catch (IllegalArgumentException noId) {
            throw Refusal.notFound();
        }
    }

    private static Act act(ActKey key) {
        return new Act(key.key(), key.bodyHash());
    }

    private static Cause cause() {
        RequestCause cause = RequestCause.current();
        return new Cause(cause.correlationId(), cause.traceparent());
    }
}
