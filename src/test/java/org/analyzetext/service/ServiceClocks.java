package org.analyzetext.service;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Clocks of services that have answered. */
public final class ServiceClocks {
    private ServiceClocks() {}

    /** Of a service whose answer, come at {@code clock}'s time, said this time. */
    public static ServiceClock that(Clock clock, Instant said) {
        ServiceClock service = new ServiceClock(clock);
        service.heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(said.atOffset(ZoneOffset.UTC)));
        return service;
    }
}
