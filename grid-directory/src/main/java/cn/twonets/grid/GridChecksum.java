package cn.twonets.grid;

import cn.twonets.events.GridCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * What the activation of a tree says about its units: SHA-256 in hex over one line a unit, in code order. Neither the
 * version nor the order of events goes into it, so that equal grids have equal checksums.
 */
public final class GridChecksum {
    private GridChecksum() {
    }

    /** The checksum of these units. */
    public static String of(Collection<GridUnit> units) {
        MessageDigest digest = sha256();
        units.stream()
                .sorted(Comparator.comparing(GridUnit::code))
                .forEach(unit -> digest.update(line(unit).getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Every part ends in a character that no code, level or time has; the name, which may hold anything, comes last. */
    private static String line(GridUnit unit) {
        return unit.code() + "|" + unit.level() + "|" + (unit.parent() == null ? "" : unit.parent()) + "|"
                + unit.validFrom() + "|" + (unit.validTo() == null ? "" : unit.validTo()) + "|"
                + unit.replacedBy().stream().map(GridCode::value).collect(Collectors.joining(",")) + "|" + unit.name()
                + "\n";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
