package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyGroupsTest {

    @Test
    void tasksOwnContiguousRangesOfAllGroups() {
        for (int groups = 1; groups <= 130; groups++) {
            for (int parallelism = 1; parallelism <= 140; parallelism++) {
                int next = 0;
                for (int task = 0; task < parallelism; task++) {
                    assertThat(KeyGroups.firstGroup(task, groups, parallelism)).isEqualTo(next);
                    int end = KeyGroups.endGroup(task, groups, parallelism);
                    assertThat(end - next).isBetween(groups / parallelism, groups / parallelism + 1);
                    for (; next < end; next++) {
                        assertThat(KeyGroups.task(next, groups, parallelism)).isEqualTo(task);
                    }
                }
                assertThat(next).isEqualTo(groups);
            }
        }
    }

    @Test
    void groupsComeFromTheHighBits() {
        assertThat(KeyGroups.of(0, 128)).isZero();
        assertThat(KeyGroups.of(-1, 128)).isEqualTo(127);
        assertThat(KeyGroups.of(0xFFFFFFFFL, 128)).isZero();
        assertThat(KeyGroups.of(Long.MIN_VALUE, 128)).isEqualTo(64);
        assertThat(KeyGroups.of(-1, 100)).isEqualTo(99);
    }
}
