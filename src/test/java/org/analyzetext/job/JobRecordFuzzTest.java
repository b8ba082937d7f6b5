package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.analyzetext.document.Json;

/** Any bytes, as a job record: it is read, or the one exception is thrown upon which it is held. */
class JobRecordFuzzTest {
    @FuzzTest(maxDuration = "3m")
    void jobRecord(byte[] bytes) throws IOException {
        JobRecord record;
        try {
            record = Json.MAPPER.readValue(bytes, JobRecord.class);
        } catch (IOException declared) {
            return;
        }
        if (record != null) {
            assertThat(record.toString()).doesNotContain("\n");
            assertThat(record.textRecords()).isNotNegative();
        }
    }
}
