package cn.twonets.events;

/**
 * The six special groups of households. Which one a household is in is a private fact: it stays in intake and is handed
 * out only to the service that judges eligibility; never on a topic.
 */
public enum SpecialGroup {
    /** 兜底户: covered by the state. */
    STATE_COVERED,
    /** 低保户: subsistence allowance. */
    SUBSISTENCE_ALLOWANCE,
    /** 分散供养特困户: supported at home in extreme hardship. */
    EXTREME_HARDSHIP,
    /** 重度残疾人户: severe disability. */
    SEVERE_DISABILITY,
    /** 大病户: serious illness. */
    SERIOUS_ILLNESS,
    /** 独居老人户: old person living alone. */
    OLD_LIVING_ALONE
}
