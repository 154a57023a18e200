package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.sealgate.engine.Settings;
import org.sealgate.engine.Site;
import org.sealgate.engine.http.Callers;
import org.sealgate.engine.http.HttpSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: engine and sidecar on loopback, until it is told to stop. */
@Command(
        name = "up",
        description = "Starts the engine and its OPA; makes keys, policy and callers at the first start.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", description = "on 127.0.0.1; 0 takes any that is free")
    private int port = 8620;

    @Option(
            names = "--caller-rate",
            paramLabel = "N",
            description = "requests a second that each caller may send (default: ${DEFAULT-VALUE})")
    private int callerRate = 50;

    @Mixin
    private Home home;

    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (callerRate < 1 || callerRate > 1_000_000) {
            throw Refusal.usage("CALLER_RATE", "--caller-rate is 1 to 1000000");
        }
        Path folder = home.folder();
        Site site = new Site(folder, Clock.systemUTC(), new SecureRandom());
        if (site.isNew()) {
            firstStart(site);
        }
        Path callers = folder.resolve("callers.json");
        Callers.initialise(callers, Callers.ofFirstStart(), new SecureRandom());
        CountDownLatch stopped = new CountDownLatch(1);
        HttpSettings settings = HttpSettings.loopback(port, callers).withRate(callerRate);
        try (RunningEngine engine = RunningEngine.start(site, folder, settings)) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> letGo(main, stopped), "stop"));
            console.line(Console.Mark.GOOD, "ready", engine.uri());
            console.say("    token of " + home.firstCaller());
            console.say("    home " + folder.toAbsolutePath().normalize());
            console.say("Stop it with Ctrl-C.");
            console.flush();
            stopped.await();
        } catch (InterruptedException e) {
            console.note("stopping");
        }
        return 0;
    }

    private void firstStart(Site site) throws IOException {
        console.note("First start: making keys, trust root and a policy release ...");
        site.create(Settings.LOCAL_ISSUER, Settings.LOCAL_INSTANCE);
        site.release(PolicyCommand.built(console, Tools.root().resolve("policies")), Settings.LOCAL_INSTANCE);
    }

    /** The process ends when the hook returns, so it waits for the engine to be let go of. */
    private static void letGo(Thread main, CountDownLatch stopped) {
        stopped.countDown();
        try {
            main.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
