package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagTableTest {
    /** The last slots' tag: what it pushes over the end stands before it, and is met first when the table grows. */
    @Test
    void positionsOfOneTag_areInOrderHoweverTheTableHasGrown() {
        TagTable table = new TagTable();
        for (int count = 1; count <= 1000; count++) {
            table.add(-1, count - 1);
            assertArrayEquals(IntStream.range(0, count).toArray(), table.find(-1), "of " + count);
        }
    }
}
