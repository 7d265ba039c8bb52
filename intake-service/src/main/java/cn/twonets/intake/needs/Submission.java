package cn.twonets.intake.needs;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;

/**
 * A need as it is reported.
 *
 * @param id the need's id, made of the caller and the idempotency key
 * @param bodyHash digest of what was sent; kept keyed, since what it digests could be guessed
 * @param household whose need it is
 * @param content what it is about
 * @param basis the legal basis on which its data are handled
 */
public record Submission(NeedId id, String bodyHash, HouseholdId household, Content content, NeedEvent.Basis basis) {}
