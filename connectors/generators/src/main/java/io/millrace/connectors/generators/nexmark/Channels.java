package io.millrace.connectors.generators.nexmark;

import java.nio.charset.StandardCharsets;

/**
 * Where bids come from: half of them from one of four hot channels, the others from ten thousand cold ones. Every
 * channel has one page; nine in ten pages of cold channels name the channel's number in the query part.
 */
final class Channels {
    private static final String[] HOT_NAMES = {"Google", "Facebook", "Baidu", "Apple"};
    private static final int COLD_COUNT = 10_000;
    private static final int HOT_ONE_IN = 2;
    private static final int WORD_BOUND = 6;
    private static final long SEED = 3;

    private static final byte[][] NAMES = names();
    private static final byte[][] PAGES = pages();

    private Channels() {}

    static void draw(Draws draws, Text channel, Text url) {
        int chosen =
                draws.below(HOT_ONE_IN) > 0
                        ? draws.below(HOT_NAMES.length)
                        : HOT_NAMES.length + draws.below(COLD_COUNT);
        channel.point(NAMES[chosen]);
        url.point(PAGES[chosen]);
    }

    private static byte[][] names() {
        byte[][] names = new byte[HOT_NAMES.length + COLD_COUNT][];
        for (int i = 0; i < names.length; i++) {
            names[i] = bytes(i < HOT_NAMES.length ? HOT_NAMES[i] : "channel-" + (i - HOT_NAMES.length));
        }
        return names;
    }

    private static byte[][] pages() {
        Draws draws = new Draws();
        draws.begin(SEED, 0);
        byte[][] pages = new byte[HOT_NAMES.length + COLD_COUNT][];
        for (int i = 0; i < pages.length; i++) {
            String page =
                    "https://www.nexmark.com/"
                            + word(draws)
                            + '/'
                            + word(draws)
                            + '/'
                            + word(draws)
                            + "/item.htm?query=1";
            int cold = i - HOT_NAMES.length;
            boolean numbered = cold >= 0 && draws.below(10) > 0;
            pages[i] = bytes(numbered ? page + "&channel_id=" + Math.abs((long) Integer.reverse(cold)) : page);
        }
        return pages;
    }

    private static String word(Draws draws) {
        byte[] word = new byte[WORD_BOUND];
        return new String(word, 0, Letters.word(draws, WORD_BOUND, word, 0), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
