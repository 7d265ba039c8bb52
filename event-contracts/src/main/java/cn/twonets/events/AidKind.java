package cn.twonets.events;

/** What kind of aid a service gives or a need asks for. */
public enum AidKind {
    FINANCE, MEDICAL, EDUCATION, EMPLOYMENT, HOUSING, SOCIAL_ASSISTANCE, INSURANCE, CHARITY, VOLUNTEER_POST
}
