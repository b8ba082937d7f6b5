package org.analyzetext.account;

import java.util.List;

/**
 * What a replay did.
 *
 * @param place what the dead letters were read from
 * @param replayed documents that were put in
 * @param target where they were put
 * @param before documents that were asked for and had been replayed before
 * @param hopeless documents that were left out because they can't succeed as they are
 * @param refused why each of the others that were asked for was not replayed
 */
public record ReplayReport(
        String place, long replayed, String target, long before, long hopeless, List<String> refused) {
    public ReplayReport {
        refused = List.copyOf(refused);
    }
}
