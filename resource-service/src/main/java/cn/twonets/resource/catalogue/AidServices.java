package cn.twonets.resource.catalogue;

import java.util.List;

/** Reads all aid services at once: some hundreds in a county. */
@FunctionalInterface
public interface AidServices {
    /** All, in the order of their ids. */
    List<AidService> all();
}
