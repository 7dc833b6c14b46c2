package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotIndexTest {
    private static final int MANY = 500_000;

    @Test
    void itKeepsWhatItTookForThoseThatComeAndGivesItBackWhenAsked() {
        SlotIndex index = new SlotIndex();
        Random random = new Random(3);
        int[] hashes = random.ints(MANY).toArray();
        for (int slot = 0; slot < MANY; slot++) {
            index.add(hashes[slot], slot);
        }
        long full = index.sizeBytes();
        for (int slot = 0; slot < MANY; slot++) {
            if (slot % 50 != 0) {
                index.remove(hashes[slot], slot);
            }
        }
        assertThat(index.sizeBytes()).isLessThan(full * 5 / 4);
        index.trim();
        assertThat(index.sizeBytes()).isLessThan(full / 8);
        for (int slot = 0; slot < MANY; slot++) {
            assertThat(holds(index, hashes[slot], slot)).isEqualTo(slot % 50 == 0);
        }
        for (int slot = 0; slot < MANY; slot++) {
            if (slot % 50 != 0) {
                index.add(hashes[slot], slot);
            }
        }
        for (int slot = 0; slot < MANY; slot++) {
            assertThat(holds(index, hashes[slot], slot)).isTrue();
        }
        assertThat(index.sizeBytes()).isLessThan(full * 5 / 4);
    }

    @Test
    void itIsEmptiedAtOnceUnlessItIsFarTooLarge() {
        SlotIndex index = new SlotIndex();
        int[] hashes = new Random(4).ints(MANY).toArray();
        for (int count : new int[] {10, 1_000, MANY}) {
            for (int slot = 0; slot < count; slot++) {
                index.add(hashes[slot], slot);
            }
            assertThat(index.empty(count)).isTrue();
            assertThat(index.first(hashes[count - 1])).isEqualTo(SlotIndex.ABSENT);
        }
        long full = index.sizeBytes();
        for (int slot = 0; slot < MANY; slot++) {
            assertThat(holds(index, hashes[slot], slot)).isFalse();
            index.add(hashes[slot], slot);
        }
        assertThat(index.sizeBytes()).isEqualTo(full);
        assertThat(index.empty(10)).isFalse();
        assertThat(holds(index, hashes[7], 7)).isTrue();
    }

    private static boolean holds(SlotIndex index, int hash, int wanted) {
        int slot = index.first(hash);
        while (slot != SlotIndex.ABSENT && slot != wanted) {
            slot = index.after(hash, slot);
        }
        return slot == wanted;
    }
}
