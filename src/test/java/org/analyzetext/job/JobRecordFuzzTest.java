package org.analyzetext.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.analyzetext.document.Json;

/** Any bytes, as a job record: it is read, or the one exception is thrown upon which it is held. */
class JobRecordFuzzTest {
    @FuzzTest(maxDuration = "3m")
    void jobRecord(byte[] bytes) throws IOException {
        JobRecord record;
        try {
            record = JobRecord.read(bytes);
        } catch (JsonProcessingException declared) {
            return;
        }
        assertThat(record.textRecords()).isNotNegative();
        byte[] json = Json.MAPPER.writeValueAsBytes(record);
        assertThat(Json.MAPPER.writeValueAsBytes(JobRecord.read(json))).isEqualTo(json);
    }
}
