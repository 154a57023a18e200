package org.sealgate.engine.seal;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Json;

/** What a trust root in force says of its keys, asked by whoever changes them. */
final class KeyRows {
    private KeyRows() {}

    static Optional<Json.Obj> row(Json.Obj root, String keyid) {
        return root.objects("keys").stream()
                .filter(row -> row.text("keyid").equals(keyid))
                .findFirst();
    }

    /** What the issuer's own controller may sign with in a slot: nothing that is taken back. */
    static List<Json.Obj> good(Json.Obj root, KeySlot slot) {
        String holder = root.objects("issuers").getFirst().text("controller");
        return root.objects("keys").stream()
                .filter(row -> isGood(row)
                        && row.texts("roles").contains(slot.role().id())
                        && row.text("algorithm").equals(slot.algorithm().id())
                        && row.text("controller").equals(holder))
                .toList();
    }

    /** Whether a later key of the same role, holder and algorithm is listed: that one is in use. */
    static boolean isFollowed(Json.Obj root, Json.Obj row) {
        List<Json.Obj> rows = root.objects("keys");
        return rows.subList(rows.indexOf(row) + 1, rows.size()).stream()
                .anyMatch(later -> isGood(later)
                        && later.texts("roles").equals(row.texts("roles"))
                        && later.text("algorithm").equals(row.text("algorithm"))
                        && later.text("controller").equals(row.text("controller")));
    }

    private static boolean isGood(Json.Obj row) {
        return row.get("revoked") == Json.NULL;
    }

    /** Whether a change waits for others, while the engine goes on by the trust root in force and the keys that it lists. */
    static boolean waits(Json.Obj root) {
        return root.object("roles").object(Role.ROOT.id()).integer("threshold") > 1;
    }
}
