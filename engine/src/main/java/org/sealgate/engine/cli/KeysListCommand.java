package org.sealgate.engine.cli;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys list}. */
@Command(
        name = "list",
        description = "Lists the keys of the trust root, and whether their private half lies here.",
        mixinStandardHelpOptions = true)
final class KeysListCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "how to report")
    private Output output = Output.TEXT;

    @Mixin
    private Home home;

    private final Console console;

    KeysListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var keyring = KeyChange.keyring(home.folder());
        Json.Obj root = keyring.trustRoot();
        Set<String> held = keyring.held();
        switch (output) {
            case JSON -> console.document(new String(CanonicalJson.rfc8785(rows(root, held)), StandardCharsets.UTF_8));
            case TEXT -> root.objects("keys").forEach(row -> line(row, held.contains(row.text("keyid"))));
        }
        return 0;
    }

    private static Json rows(Json.Obj root, Set<String> held) {
        return Json.array(root.objects("keys").stream()
                .<Json>map(row -> row.with("here", Json.of(held.contains(row.text("keyid")))))
                .toList());
    }

    private void line(Json.Obj row, boolean here) {
        boolean revoked = row.get("revoked") instanceof Json.Obj;
        String word = revoked ? row.object("revoked").text("reason") : here ? "here" : "elsewhere";
        console.line(
                revoked ? Console.Mark.BAD : Console.Mark.GOOD,
                word,
                row.texts("roles").getFirst() + " " + row.text("algorithm") + " of " + row.text("controller"));
        console.say("    " + row.text("keyid"));
        console.say("    from " + row.text("validFrom") + " until " + row.text("validUntil")
                + (revoked ? ", revoked since " + row.object("revoked").text("at") : ""));
    }
}
