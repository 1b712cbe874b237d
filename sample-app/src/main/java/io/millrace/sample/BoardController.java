package io.millrace.sample;

import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What one can do to the board over HTTP; what one can ask it, Millrace's own endpoints answer. */
@RestController
class BoardController {

    /** So many of each partition are shown. */
    static final int LATEST_LETTERS = 25;

    /** So much of each is shown. */
    private static final int LONGEST_LETTER = 500;

    private final FlightFeeder feeder;
    private final PostedRecords posted;
    private final PublishedKeys published;

    BoardController(FlightFeeder feeder, PostedRecords posted, PublishedKeys published) {
        this.feeder = feeder;
        this.posted = posted;
        this.published = published;
    }

    @GetMapping("/replay")
    Replay replay() {
        return feeder.replay();
    }

    /** Appends each line of the body to the topic whose words are counted; answers when Kafka has them. */
    @PostMapping(path = "/lines", consumes = MediaType.TEXT_PLAIN_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Lines append(@RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        List<String> lines = posted.lines(posted.text(type, body));
        posted.append(Topics.TEXT_LINES, null, lines);
        return new Lines(lines.size());
    }

    /** Appends a report to the flights as it is, whether it can be read or not; answers when Kafka has it. */
    @PostMapping(path = "/flights/{origin}", consumes = MediaType.TEXT_PLAIN_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Lines report(
            @PathVariable String origin, @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body) {
        posted.append(Topics.FLIGHTS, origin, List.of(posted.text(type, body)));
        return new Lines(1);
    }

    /** The latest reports that could not be read. */
    @GetMapping("/dead-letters")
    Set<String> deadLetters() {
        return published.latest(Topics.DEAD_LETTERS, LATEST_LETTERS, letter -> {
            String text = letter.key() + ": " + letter.value();
            return text.length() > LONGEST_LETTER ? text.substring(0, LONGEST_LETTER) + "..." : text;
        });
    }

    @ExceptionHandler
    ProblemDetail refused(PostedRecords.RefusedException refusal) {
        return ProblemDetail.forStatusAndDetail(refusal.status(), refusal.getMessage());
    }

    /**
     * The answer to posted lines.
     *
     * @param appended how many lines were appended
     */
    record Lines(int appended) {}
}
