package org.sealgate.engine.http;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.sealgate.engine.Shelf;
import org.sealgate.engine.Wiring;

/** The gate's door. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Sealgate",
                        version = "1",
                        description = "Anything but 2xx means: do not publish.",
                        license = @License(name = "Apache-2.0")))
public final class HttpServer implements AutoCloseable {
    private static final int MAX_HEADERS = 8 * 1024;

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private HttpServer(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    /** Listens when it returns. @throws IOException where callers.json cannot be used */
    public static HttpServer start(Wiring wiring, HttpSettings settings) throws IOException {
        return start(new WiredEngine(wiring), settings);
    }

    static HttpServer start(Engine engine, HttpSettings settings) throws IOException {
        Callers callers = Callers.read(settings.callers());
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .properties(properties(settings))
                .build();
        context.registerSingleton(Engine.class, engine);
        context.registerSingleton(Callers.class, callers);
        context.registerSingleton(HttpSettings.class, settings);
        context.start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class);
        server.start();
        return new HttpServer(context, server);
    }

    /** Where it listens, with the port that was given to it. */
    public URI uri() {
        return server.getURI();
    }

    private static Map<String, Object> properties(HttpSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.application.name", "sealgate");
        properties.put("micronaut.banner.enabled", false);
        properties.put("micronaut.server.host", settings.host());
        properties.put("micronaut.server.port", settings.port() == 0 ? -1 : settings.port());
        properties.put("micronaut.server.max-request-size", Shelf.MAX_BYTES + 1);
        properties.put("micronaut.server.max-request-buffer-size", Right.MAX_PROPOSAL);
        properties.put("micronaut.server.netty.max-header-size", MAX_HEADERS);
        // the gate decides on the bytes that were sent, and a small body that unfolds into a large one is none of ours
        properties.put("micronaut.server.netty.request-decompression-enabled", false);
        properties.put("micronaut.server.idle-timeout", "60s");
        properties.put("micronaut.server.read-idle-timeout", "30s");
        return properties;
    }

    @Override
    public void close() {
        context.close();
    }
}
