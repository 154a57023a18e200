package org.sealgate.bundle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spelling of a tile's coordinates, C2SP tlog-tiles: three digits an element, all but the last led by an x. */
final class TilePath {
    /** No longer than the path of index 2^63-1, so that nothing is spent on a longer one. */
    private static final int LONGEST = 60;

    private static final Pattern PATH = Pattern.compile(
            "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?", Pattern.DOTALL);

    private TilePath() {}

    static String of(TileId tile) {
        StringBuilder path = new StringBuilder("tile/");
        path.append(tile.level() == TileId.ENTRIES ? "entries" : Integer.toString(tile.level()));
        path.append('/').append(elements(tile.index()));
        return tile.isFull() ? path.toString() : path + ".p/" + tile.width();
    }

    private static String elements(long index) {
        String last = threeDigits(index % 1000);
        StringBuilder elements = new StringBuilder(last);
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            elements.insert(0, "x" + threeDigits(rest % 1000) + "/");
        }
        return elements.toString();
    }

    private static String threeDigits(long number) {
        String digits = Long.toString(number);
        return "0".repeat(3 - digits.length()) + digits;
    }

    /** Read leniently, written again and compared: what has a second spelling is refused. */
    static Optional<TileId> parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (path.length() > LONGEST || !parts.matches()) {
            return Optional.empty();
        }
        try {
            long index = Long.parseLong(parts.group(2).replace("x", "").replace("/", ""));
            int level = parts.group(1).equals("entries") ? TileId.ENTRIES : Integer.parseInt(parts.group(1));
            int width = parts.group(3) == null ? TileId.FULL : Integer.parseInt(parts.group(3));
            TileId tile = new TileId(level, index, width);
            return of(tile).equals(path) ? Optional.of(tile) : Optional.empty();
        } catch (IllegalArgumentException tooLarge) {
            return Optional.empty();
        }
    }
}
