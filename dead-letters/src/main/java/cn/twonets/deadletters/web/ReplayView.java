package cn.twonets.deadletters.web;

import cn.twonets.delivery.deadletters.DeadLetter.Result;

/**
 * What a replay came to.
 *
 * @param result in one word
 * @param letter the dead letter as it is now
 */
record ReplayView(Result result, DeadLetterView letter) {}
