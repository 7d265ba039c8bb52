package cn.twonets.audit;

/**
 * One entry of one chain.
 *
 * @param chain which chain
 * @param number counted from 1
 */
public record Reference(ChainId chain, long number) {}
