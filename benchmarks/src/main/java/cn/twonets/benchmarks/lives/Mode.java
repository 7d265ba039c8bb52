package cn.twonets.benchmarks.lives;

/** What is measured. */
enum Mode {
    /** Whole lives, every act a call of its own. */
    SINGLE,
    /** Whole lives, submitted in batches, with bulk acts where there are such calls. */
    BULK,
    /** Submissions in batches, and nothing after them. */
    INTAKE,
    /** Whole lives at 1, 15, 1, 25, 2, 35 and 10 times a base rate. */
    SPIKE,
    /** Whole lives, as many as asked, the first tenth beside the last. */
    GROWTH
}
