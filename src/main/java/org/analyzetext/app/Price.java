package org.analyzetext.app;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.analyzetext.job.TaskKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The price of 1,000 text records.
 *
 * @param kind of the tasks of this kind; null: of all that have no price of their own
 */
record Price(@Nullable TaskKind kind, BigDecimal amount) {
    /** The price of a kind among these. */
    static Optional<BigDecimal> of(TaskKind kind, List<Price> prices) {
        return prices.stream()
                .filter(price -> kind.equals(price.kind()))
                .findFirst()
                .or(() -> prices.stream().filter(price -> price.kind() == null).findFirst())
                .map(Price::amount);
    }

    /** Reads {@code NUMBER} or {@code KIND=NUMBER}. */
    static final class Converter implements ITypeConverter<Price> {
        @Override
        public Price convert(String value) {
            int equals = value.indexOf('=');
            try {
                return new Price(
                        equals < 0 ? null : TaskKind.of(value.substring(0, equals)),
                        new BigDecimal(value.substring(equals + 1)));
            } catch (NumberFormatException noNumber) {
                throw new TypeConversionException("'" + value + "' is no number, nor KIND=NUMBER");
            } catch (IllegalArgumentException noKind) {
                throw new TypeConversionException(String.valueOf(noKind.getMessage()));
            }
        }
    }
}
