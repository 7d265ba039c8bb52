package cn.twonets.dispatch.broken.other;

import cn.twonets.dispatch.broken.feature.ImpureRoot;

/** Needs the feature that needs it. */
public record Neighbour(Class<ImpureRoot> feature) {
    static String name() {
        return ImpureRoot.class.getSimpleName();
    }
}
