package org.analyzetext.document;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where a document came from: its identity, because ids are payload and may repeat. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(FilePosition.class), @JsonSubTypes.Type(TopicPosition.class)})
public sealed interface Source permits FilePosition, TopicPosition {
    /** As people write it: {@code file:number} or {@code topic/partition/offset}. */
    String position();
}
