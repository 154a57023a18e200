package org.sealgate.engine.http;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/**
 * What the framework refuses by itself, and what nobody foresaw, in the same form as everything else. Its own words stay out: they may
 * quote the request.
 */
@Singleton
final class Errors implements ErrorResponseProcessor<byte[]> {
    private final Counts counts;

    Errors(Counts counts) {
        this.counts = counts;
    }

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        Problem problem = problem(response.code());
        counts.refused(problem);
        return Answer.problem(problem);
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 401 -> Problem.UNAUTHENTICATED;
            case 403 -> Problem.FORBIDDEN;
            case 404 -> Problem.NOT_FOUND;
            case 405 -> Problem.METHOD;
            case 406 -> Problem.NOT_ACCEPTABLE;
            case 413, 431 -> Problem.TOO_LARGE;
            case 415 -> Problem.MEDIA_TYPE;
            // whatever broke in us, all that the caller may conclude is that nothing is known to be recorded
            default -> status >= 500 ? Problem.UNAVAILABLE : Problem.REQUEST;
        };
    }
}
