package cn.twonets.events;

/** The five levels of the grid, from the top; a lower ordinal is a higher level. */
public enum GridLevel {
    /** County-level city. */
    CITY,
    /** Town or street. */
    TOWN,
    /** Work area (工作区). */
    AREA,
    /** Village or community. */
    VILLAGE,
    /** Villagers' group; held by a member, there are no leaders at this level. */
    GROUP
}
