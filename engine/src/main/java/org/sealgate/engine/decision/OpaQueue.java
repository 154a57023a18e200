package org.sealgate.engine.decision;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * So many exchanges with OPA at a time. First come, first served; who has to wait is taken along in the next exchange, up to {@value
 * #MOST_TOGETHER} questions to one rule in one query, which spares OPA a seventh of what a question costs it.
 *
 * <p>A query about several can only answer. What it leaves open, for whatever reason, is asked again alone with what is left of its own
 * deadline: so that every failure is that of a question of its own, and no question can spoil those beside it.
 */
final class OpaQueue {
    static final int MOST_TOGETHER = 8;
    /** A larger input is asked about alone: it may take long, and those beside it would wait. */
    static final int MOST_BYTES = 16 * 1024;
    /** Together they stay below what OPA is told to take, {@code server.decoding.max_length}. */
    static final int MOST_BYTES_TOGETHER = 120 * 1024;
    /** For a query about several: after it there is time to ask each alone. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Turn NO_TURN =
            new Turn.Ended(new OpaAnswer.Failed(Cause.OPA_TIMEOUT, "no turn came before the deadline"));

    private final OpaClient opa;
    private final ArrayDeque<Question> waiting = new ArrayDeque<>();
    private int free;

    OpaQueue(OpaClient opa, int atATime) {
        this.opa = opa;
        this.free = atATime;
        opa.eachLook(this::giveUpOverdue);
    }

    /** As {@link OpaClient#ask}; the wait included, no later than the deadline and two looks of the watch that keeps it. */
    OpaAnswer ask(String entrypoint, byte[] canonicalInput, Deadline deadline) {
        return ask(new Question(entrypoint, canonicalInput, deadline, canonicalInput.length > MOST_BYTES));
    }

    private OpaAnswer ask(Question question) {
        begin(question);
        return switch (await(question)) {
            case Turn.Lead lead -> lead(lead.questions());
            case Turn.Ended ended -> ended.answer();
            case Turn.LeftOpen open -> ask(question.again());
        };
    }

    private synchronized void begin(Question question) {
        if (free > 0) {
            free--;
            question.turn.complete(new Turn.Lead(List.of(question)));
        } else {
            waiting.addLast(question);
        }
    }

    private Turn await(Question question) {
        try {
            return question.turn.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        // A question that was taken along is answered by its leader, whose exchange is no longer than its deadline.
        return withdraw(question) ? NO_TURN : question.turn.join();
    }

    /** Whose deadline has passed goes without an answer. The watch calls it: a timer for each would cost as much as asking. */
    private void giveUpOverdue(long now) {
        for (Question question : overdue(now)) {
            question.turn.complete(NO_TURN);
        }
    }

    private synchronized List<Question> overdue(long now) {
        List<Question> overdue = waiting.stream()
                .filter(question -> question.deadline.hasPassed(now))
                .toList();
        waiting.removeAll(overdue);
        return overdue;
    }

    /** How many wait for a turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized boolean withdraw(Question question) {
        return waiting.remove(question);
    }

    private OpaAnswer lead(List<Question> questions) {
        Question own = questions.getFirst();
        if (questions.size() == 1) {
            try {
                return opa.ask(own.entrypoint, own.input, own.deadline);
            } finally {
                end();
            }
        }
        List<OpaAnswer.Answered> answers = List.of();
        try {
            List<byte[]> inputs =
                    questions.stream().map(question -> question.input).toList();
            answers = opa.askTogether(own.entrypoint, inputs, earliest(questions));
        } finally {
            end();
            for (int i = 1; i < questions.size(); i++) {
                Turn ended = answers.isEmpty() ? new Turn.LeftOpen() : new Turn.Ended(answers.get(i));
                questions.get(i).turn.complete(ended);
            }
        }
        return answers.isEmpty() ? ask(own.again()) : answers.getFirst();
    }

    private static Deadline earliest(List<Question> questions) {
        Deadline earliest = Deadline.after(PATIENCE);
        for (Question question : questions) {
            earliest = earliest.earlier(question.deadline);
        }
        return earliest;
    }

    private void end() {
        List<Question> next = next();
        if (!next.isEmpty()) {
            next.getFirst().turn.complete(new Turn.Lead(next));
        }
    }

    /** The one that has waited longest, and those that can go with it; none where nobody waits, and then the turn is free. */
    private synchronized List<Question> next() {
        Question first = waiting.pollFirst();
        if (first == null) {
            free++;
            return List.of();
        }
        List<Question> next = new ArrayList<>();
        next.add(first);
        int bytes = first.input.length;
        Iterator<Question> others = waiting.iterator();
        while (!first.alone && next.size() < MOST_TOGETHER && others.hasNext()) {
            Question other = others.next();
            if (!other.alone
                    && other.entrypoint.equals(first.entrypoint)
                    && bytes + other.input.length <= MOST_BYTES_TOGETHER) {
                bytes += other.input.length;
                next.add(other);
                others.remove();
            }
        }
        return next;
    }

    private static final class Question {
        final String entrypoint;
        final byte[] input;
        final Deadline deadline;
        final boolean alone;
        final CompletableFuture<Turn> turn = new CompletableFuture<>();

        Question(String entrypoint, byte[] input, Deadline deadline, boolean alone) {
            this.entrypoint = entrypoint;
            this.input = input;
            this.deadline = deadline;
            this.alone = alone;
        }

        Question again() {
            return new Question(entrypoint, input, deadline, true);
        }
    }

    /** How the wait ended. */
    private sealed interface Turn {
        /** To ask these, one's own first, and to end the turn. */
        record Lead(List<Question> questions) implements Turn {}

        record Ended(OpaAnswer answer) implements Turn {}

        /** Asked together with others, and not answered. */
        record LeftOpen() implements Turn {}
    }
}
