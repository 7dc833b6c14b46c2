package io.millrace.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dataflow.OperatorContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class WallTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long HOUR = 3_600_000_000L;

    private final WallTime wall = new WallTime(BERLIN);

    @Test
    void momentsAreShownAsTheClocksDo() {
        for (Instant at = Instant.parse("2023-12-31T00:00:00Z");
                at.isBefore(Instant.parse("2025-01-02T00:00:00Z"));
                at = at.plus(17, ChronoUnit.MINUTES)) {
            LocalDateTime expected = LocalDateTime.ofInstant(at, BERLIN);
            assertThat(wall.at(micros(at))).as(at.toString()).isEqualTo(micros(expected.toInstant(ZoneOffset.UTC)));
        }
    }

    @Test
    void aWatermarkPromisesNoMoreThanLaterMomentsKeep() {
        long from = micros(Instant.parse("2024-10-26T20:00:00Z"));
        long to = micros(Instant.parse("2024-10-27T06:00:00Z"));
        long before = Long.MIN_VALUE;
        for (long moment = from; moment < to; moment += HOUR / 12) {
            long complete = wall.complete(moment);
            assertThat(complete).isGreaterThanOrEqualTo(before);
            for (long later = moment; later < to; later += HOUR / 12) {
                assertThat(wall.at(later)).isGreaterThanOrEqualTo(complete);
            }
            before = complete;
        }
        assertThat(before).isGreaterThan(shown("2024-10-27T06:00:00"));
    }

    @Test
    void anHourThatComesTwiceIsOverAfterTheSecond() {
        assertThat(wall.end(shown("2024-10-27T02:30:00"))).isEqualTo(micros(Instant.parse("2024-10-27T01:30:00Z")));
        assertThat(wall.end(shown("2024-10-27T03:00:00"))).isEqualTo(micros(Instant.parse("2024-10-27T02:00:00Z")));
        assertThat(wall.complete(micros(Instant.parse("2024-10-27T00:59:00Z"))))
                .isEqualTo(shown("2024-10-27T02:00:00"));
    }

    @Test
    void anHourThatIsLeftOutIsOverWhenItWouldBegin() {
        Instant change = Instant.parse("2024-03-31T01:00:00Z");
        assertThat(wall.end(shown("2024-03-31T02:30:00"))).isEqualTo(micros(change));
        assertThat(wall.complete(micros(change))).isEqualTo(shown("2024-03-31T03:00:00"));
    }

    @Test
    void theEndsOfTimeStay() {
        assertThat(wall.complete(OperatorContext.END_OF_TIME)).isEqualTo(OperatorContext.END_OF_TIME);
        assertThat(wall.complete(OperatorContext.NO_WATERMARK)).isEqualTo(OperatorContext.NO_WATERMARK);
        WallTime utc = new WallTime(ZoneOffset.UTC);
        assertThat(utc.at(-5)).isEqualTo(-5);
        assertThat(utc.complete(7)).isEqualTo(7);
        assertThat(utc.end(7)).isEqualTo(7);
    }

    private static long shown(String local) {
        return micros(LocalDateTime.parse(local).toInstant(ZoneOffset.UTC));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
