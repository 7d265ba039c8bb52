package cn.twonets.events;

/** How a referral stands; on the outside mapped to the words of FHIR Task. */
public enum ReferralStatus {
    /** Capacity is held and the provider asked (FHIR requested). */
    OFFERED,
    /** No capacity now, queued (FHIR received). */
    WAITLISTED,
    /** The provider took it on (FHIR accepted). */
    ACCEPTED,
    /** The provider refused with a reason (FHIR rejected). */
    DECLINED,
    /** The aid was given, with evidence (FHIR completed). */
    DELIVERED,
    /** Not answered in time (FHIR failed). */
    EXPIRED,
    /** No longer wanted (FHIR cancelled). */
    CANCELLED
}
