package org.analyzetext.localservice;

/** A text's 128-bit digest: two texts of one key are taken for the same text. Not safe against an attacker. */
record TextKey(long high, long low) {
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

    static TextKey of(String text) {
        long high = FIRST;
        long low = SECOND;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            high = (high ^ c) * FIRST;
            high ^= high >>> 29;
            low = (low ^ c) * SECOND;
            low ^= low >>> 31;
        }
        return new TextKey(finish(high ^ text.length()), finish(low + text.length()));
    }

    private static long finish(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
