package io.millrace.formats.text;

/** Finds records and the values in them. */
interface RecordScanner {

    /**
     * Scans records that begin from {@code from} on and before {@code stop}, until the spans are full. What is wrong
     * with a record goes to the faults, and scanning goes on at the next line.
     *
     * @param limit where the bytes end; the data is padded
     * @param last whether nothing comes after them, so that the last record needs no line end
     * @return where the next record begins: that of the first incomplete one
     */
    int scan(byte[] data, int from, int limit, int stop, boolean last, Spans spans);

    /** How escapes in its values are resolved. */
    Escapes escapes();

    /** Resolves the escapes of a value. */
    interface Escapes {
        /**
         * Writes the text of a value into {@code target}, which has room for it; how many bytes, or −1 where an escape
         * is wrong.
         */
        int resolve(byte[] data, int start, int end, byte[] target);
    }
}
