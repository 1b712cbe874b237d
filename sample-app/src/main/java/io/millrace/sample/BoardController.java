package io.millrace.sample;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What one can do to the board over HTTP; what one can ask it, Millrace's own endpoints answer. */
@RestController
class BoardController {

    private final FlightFeeder feeder;
    private final KafkaTemplate<String, String> kafka;
    private final PublishedKeys published;

    BoardController(FlightFeeder feeder, KafkaTemplate<String, String> kafka, PublishedKeys published) {
        this.feeder = feeder;
        this.kafka = kafka;
        this.published = published;
    }

    @GetMapping("/replay")
    Replay replay() {
        return feeder.replay();
    }

    /** Appends each line of the body to the topic whose words are counted; answers when Kafka has them. */
    @PostMapping(path = "/lines", consumes = MediaType.TEXT_PLAIN_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Lines append(@RequestBody String text) {
        List<CompletableFuture<?>> sends = text.lines()
                .<CompletableFuture<?>>map(line -> kafka.send(Topics.TEXT_LINES, line))
                .toList();
        sends.forEach(CompletableFuture::join);
        return new Lines(sends.size());
    }

    /** Appends a report to the flights as it is, whether it can be read or not; answers when Kafka has it. */
    @PostMapping(path = "/flights/{origin}", consumes = MediaType.TEXT_PLAIN_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Lines report(@PathVariable String origin, @RequestBody String report) {
        kafka.send(Topics.FLIGHTS, origin, report).join();
        return new Lines(1);
    }

    /** The reports that could not be read. */
    @GetMapping("/dead-letters")
    Set<String> deadLetters() {
        return published.in(Topics.DEAD_LETTERS, letter -> letter.key() + ": " + letter.value());
    }

    /**
     * The answer to posted lines.
     *
     * @param appended how many lines were appended
     */
    record Lines(int appended) {}
}
