package io.millrace.sql.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void wordsStandInOrder() {
        List<String> words = Vocabulary.words();
        assertThat(words).isSorted().doesNotHaveDuplicates();
        assertThat(words).contains("SELECT", "FROM", "WATERMARK").doesNotContain("FRAME_ROW");
    }
}
