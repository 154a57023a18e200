package org.sealgate.engine.http;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sealgate.facts.Actor;

/**
 * Stands before every path: who asks, whether it may, whether there is room. A refused body is not read. Order: what costs least and
 * tells least comes first.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class Gatekeeper implements ApplicationEventListener<HttpRequestTerminatedEvent> {
    private static final String ACTOR = "sealgate.actor";
    private static final String PLACE = "sealgate.place";
    private static final String BEARER = "Bearer ";

    private final Callers callers;
    private final RateLimits rates;
    private final Semaphore proposals;
    private final Semaphore uploads;
    private final Counts counts;

    Gatekeeper(Callers callers, HttpSettings settings, Counts counts) {
        this.callers = callers;
        this.rates = new RateLimits(settings.perSecond(), settings.burst(), System::nanoTime);
        this.proposals = new Semaphore(settings.inFlight());
        // of their own, so that slow uploads hold up no decision
        this.uploads = new Semaphore(settings.inFlight());
        this.counts = counts;
    }

    /** Who asks, on a path that is not public. */
    static Actor actor(HttpRequest<?> request) {
        return request.getAttribute(ACTOR, Actor.class)
                .orElseThrow(() -> new IllegalStateException("a path behind the gatekeeper was reached around it"));
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> admit(HttpRequest<?> request) {
        Optional<Problem> problem = refusal(request);
        problem.ifPresent(counts::refused);
        return problem.map(Answer::problem).orElse(null);
    }

    @ResponseFilter
    void answered(HttpRequest<?> request) {
        leave(request);
    }

    /** Also where the caller hung up before there was an answer to filter. */
    @Override
    public void onApplicationEvent(HttpRequestTerminatedEvent event) {
        leave(event.getSource());
    }

    private Optional<Problem> refusal(HttpRequest<?> request) {
        Optional<Right> right = Right.of(request.getMethodName(), request.getPath());
        if (right.isPresent() && right.get().isPublic()) {
            return Optional.empty();
        }
        Optional<Caller> caller = authenticated(request);
        if (caller.isEmpty()) {
            return Optional.of(Problem.UNAUTHENTICATED);
        }
        Actor actor = caller.get().actor();
        if (!rates.admits(actor.id())) {
            return Optional.of(Problem.TOO_MANY);
        }
        if (right.isEmpty()) {
            return Optional.of(Right.isKnownPath(request.getPath()) ? Problem.METHOD : Problem.NOT_FOUND);
        }
        if (!right.get().isOf(actor)) {
            return Optional.of(Problem.FORBIDDEN);
        }
        Optional<Problem> body = body(request, right.get());
        if (body.isPresent()) {
            return body;
        }
        request.setAttribute(ACTOR, actor);
        return enter(request, right.get());
    }

    private Optional<Caller> authenticated(HttpRequest<?> request) {
        List<String> headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        return headers.size() == 1 && headers.getFirst().startsWith(BEARER)
                ? callers.withToken(headers.getFirst().substring(BEARER.length()))
                : Optional.empty();
    }

    private static Optional<Problem> body(HttpRequest<?> request, Right right) {
        if (request.getHeaders().contains(HttpHeaders.CONTENT_ENCODING)) {
            return Optional.of(Problem.MEDIA_TYPE);
        }
        // The server takes a chunked body that breaks off for a whole one; an upload's digest tells, a proposal has
        // none.
        if (right != Right.UPLOAD && request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return Optional.of(Problem.LENGTH);
        }
        return request.getContentLength() > right.mostBytes() ? Optional.of(Problem.TOO_LARGE) : Optional.empty();
    }

    private Optional<Problem> enter(HttpRequest<?> request, Right right) {
        if (!right.isWork()) {
            return Optional.empty();
        }
        Semaphore room = right == Right.UPLOAD ? uploads : proposals;
        if (!room.tryAcquire()) {
            return Optional.of(Problem.UNAVAILABLE);
        }
        request.setAttribute(PLACE, new Place(room, new AtomicBoolean()));
        return Optional.empty();
    }

    private static void leave(HttpRequest<?> request) {
        request.getAttribute(PLACE, Place.class).ifPresent(Place::leave);
    }

    /** One of those in flight; it can be left once. */
    private record Place(Semaphore room, AtomicBoolean left) {
        void leave() {
            if (left.compareAndSet(false, true)) {
                room.release();
            }
        }
    }
}
