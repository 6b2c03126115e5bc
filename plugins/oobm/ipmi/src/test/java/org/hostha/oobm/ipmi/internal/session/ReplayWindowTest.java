package org.hostha.oobm.ipmi.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class ReplayWindowTest {

    private final ReplayWindow window = new ReplayWindow();

    @Test
    public void itBeginsAtOne() {
        assertThat(window.accept(0)).isFalse();
        assertThat(window.accept(-1)).isFalse();
        assertThat(window.accept(1)).isTrue();
        assertThat(window.accept(1)).isFalse();
    }

    @Test
    public void numbersThatOvertakeEachOtherAreEachAcceptedOnce() {
        List<Integer> numbers = IntStream.rangeClosed(1, 15).boxed().collect(Collectors.toList());
        Collections.shuffle(numbers, new Random(3));
        assertThat(numbers).allMatch(window::accept);
        assertThat(numbers).noneMatch(window::accept);
    }

    @Test
    public void farAheadAndFarBehindAreRefused() {
        for (int i = 1; i <= 100; i++) {
            assertThat(window.accept(i)).isTrue();
        }
        assertThat(window.accept(116)).isFalse();
        assertThat(window.accept(83)).isFalse();
        assertThat(window.accept(115)).isTrue();
        assertThat(window.accept(99)).isFalse();
    }

    @Test
    public void itGoesOnAfterTheLastNumber() {
        ReplayWindow late = new ReplayWindow(-3);
        for (int next : List.of(-2, -1, 1, 2)) {
            assertThat(late.accept(next)).as(Integer.toUnsignedString(next)).isTrue();
        }
        assertThat(late.accept(0)).isFalse();
        assertThat(late.accept(-1)).isFalse();
    }
}
