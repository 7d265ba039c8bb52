package cn.twonets.resource.catalogue.web;

import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.GridCode;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Period;
import java.util.List;

/**
 * An aid service as callers see it.
 *
 * @param id the aid service
 * @param provider who gives it
 * @param name in Chinese
 * @param kinds the kinds of aid
 * @param areas the grid units that it serves, with everything below them
 * @param conditions eligibility; all must hold
 * @param period how long a capacity lasts
 * @param unitsEach units that one referral takes
 * @param answerDays working days for the provider's answer
 * @param deliveryDays working days for the delivery of accepted aid
 * @param capacityStatus as last published, in the words of FHIR SDOH
 * @param sequence order of its events; the entity tag
 */
record AidServiceView(
        AidServiceId id,
        ProviderId provider,
        String name,
        List<AidKind> kinds,
        List<GridCode> areas,
        List<ConditionView> conditions,
        Period period,
        int unitsEach,
        int answerDays,
        int deliveryDays,
        String capacityStatus,
        long sequence) {

    /** One condition; {@code fact} by its name on the wire. */
    record ConditionView(String fact, Condition.Test test, List<String> values) {}

    static AidServiceView of(AidService service) {
        AidService.Terms terms = service.terms();
        return new AidServiceView(
                service.id(),
                service.provider(),
                terms.name(),
                terms.kinds().stream().sorted().toList(),
                terms.areas().stream().sorted().toList(),
                terms.conditions().stream()
                        .map(one -> new ConditionView(one.fact().code(), one.test(), one.values()))
                        .toList(),
                terms.period(),
                terms.unitsEach(),
                terms.answerDays(),
                terms.deliveryDays(),
                service.capacityStatus().code(),
                service.order().sequence());
    }
}
