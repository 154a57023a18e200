package org.sealgate.engine.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.Site;
import org.sealgate.engine.SiteProblem;
import org.sealgate.engine.http.Callers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what is wrong with this installation, a line each, and what to do. */
@Command(
        name = "doctor",
        description = "Looks the installation over; exit 1 where something needs mending.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private Home home;

    private final Console console;
    private int wrong;

    DoctorCommand(Console console) {
        this.console = console;
    }

    /** Says in a few words what was found, or throws what is wrong. */
    @FunctionalInterface
    private interface Look {
        String found() throws IOException;
    }

    @Override
    public Integer call() {
        Path folder = home.folder();
        Site site = new Site(folder, Clock.systemUTC(), new SecureRandom());
        look("java", () -> Runtime.version().toString());
        look("opa", () -> Tools.opa().toString());
        if (site.isNew()) {
            console.line(Console.Mark.NONE, "home", folder + " is not made yet: ./sealgate up or keys init makes it");
            return wrong == 0 ? 0 : 1;
        }
        look("trust root", () -> trustRoot(site));
        look("decision key", () -> {
            site.tryDecisionKey();
            return "opens";
        });
        look("policy", () -> {
            Json.Obj release = site.promoted().predicate();
            inWindow(
                    release.object("window").text("notBefore"),
                    release.object("window").text("notAfter"));
            return "version " + release.text("version") + ", signed and promoted";
        });
        look("callers", () -> {
            Callers.read(folder.resolve("callers.json"));
            return "for their owner's eyes alone";
        });
        look("disk", () -> Files.getFileStore(folder).getUsableSpace() / (1 << 20) + " MiB free");
        engine(folder);
        return wrong == 0 ? 0 : 1;
    }

    private void look(String what, Look look) {
        try {
            console.line(Console.Mark.GOOD, what, look.found());
        } catch (Refusal | SiteProblem | IOException e) {
            wrong++;
            console.line(Console.Mark.BAD, what, String.valueOf(e.getMessage()));
        }
    }

    private static String trustRoot(Site site) throws IOException {
        Json.Obj payload = JsonReader.readObject(
                DsseEnvelope.read(site.trustRoot().toArray()).payload().toArray());
        Instant expires = Instant.parse(payload.text("expires"));
        if (expires.isBefore(Instant.now())) {
            throw new IOException("expired " + expires + "; auditors refuse what is judged by it");
        }
        return "version " + payload.integer("version") + ", until " + expires;
    }

    private static void inWindow(String notBefore, String notAfter) throws IOException {
        Instant now = Instant.now();
        if (now.isBefore(Instant.parse(notBefore)) || now.isAfter(Instant.parse(notAfter))) {
            throw new IOException("in force only from " + notBefore + " to " + notAfter + ": build a release anew");
        }
    }

    /** A stopped engine is nothing wrong; one that runs and is not ready is. */
    private void engine(Path folder) {
        if (!Files.exists(Home.url(folder))) {
            console.line(Console.Mark.NONE, "engine", "not running");
            return;
        }
        look("engine", () -> {
            URI ready = URI.create(Files.readString(Home.url(folder)).strip() + "/health/ready");
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(ready)
                        .timeout(Duration.ofSeconds(5))
                        .build();
                var answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IOException("not ready: " + answer.body());
                }
                return "ready at " + ready.getAuthority();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        });
    }
}
