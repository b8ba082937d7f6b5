package org.analyzetext.localservice;

import org.jspecify.annotations.Nullable;

/**
 * What a GET asks to see of a job, and how the answer is to be bent.
 *
 * @param version the API version of the request
 * @param top the documents of a page at most
 * @param skip the documents before the page
 * @param showStats whether statistics are shown
 * @param address the job's address, without a query
 * @param bends what faults do to the answer
 */
record JobPage(ApiVersion version, int top, int skip, boolean showStats, String address, Bends bends) {
    /**
     * Ways to bend an answer.
     *
     * @param status a status word instead of the right one, or null
     * @param nextLink a link instead of the right one, or null
     * @param extraFields whether unknown fields are added
     */
    record Bends(@Nullable String status, @Nullable String nextLink, boolean extraFields) {
        static final Bends NONE = new Bends(null, null, false);
    }

    int end(int size) {
        return (int) Math.min(size, (long) skip + top);
    }

    /** The link to the page after this one, or null where this is the last. */
    @Nullable
    String nextLink(int size) {
        int end = end(size);
        if (bends.nextLink() != null) {
            return bends.nextLink();
        }
        if (end >= size) {
            return null;
        }
        return address + "?showStats=" + (showStats ? "True" : "False") + "&top=" + Math.min(top, size - end) + "&skip="
                + end + "&api-version=" + version.name();
    }
}
