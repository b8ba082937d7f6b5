package org.analyzetext.localservice;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code local-service}: runs the stand-in until the process is ended. */
@Command(
        name = "local-service",
        abbreviateSynopsis = true,
        description =
                "Runs a local stand-in for the analyze-text jobs of the service. @FILE reads options from a file.")
public final class LocalServiceCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;

    @Option(
            names = "--project",
            paramLabel = "LABELS[:FOLDER[:DEPLOYMENT]]",
            converter = Project.class,
            description = "A project: labels file, documents' folder (default: the file's own), deployment (default"
                    + " production); may be repeated.")
    private List<ProjectSettings> projects = List.of();

    @Option(
            names = "--training-share",
            paramLabel = "SHARE",
            description = "The share of the labelled documents to train on, above 0 to 1; default 1.")
    private @Nullable Double trainingShare;

    @Mixin
    private final LocalServiceSettings.Builder builder =
            LocalServiceSettings.builder().port(8071);

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out;
    private final CountDownLatch end;

    /** A command that prints where it is reached to {@code out}. */
    public LocalServiceCommand(PrintStream out) {
        this(out, new CountDownLatch(1));
    }

    LocalServiceCommand(PrintStream out, CountDownLatch end) {
        this.out = out;
        this.end = end;
    }

    @Override
    public Integer call() {
        LocalServiceSettings settings = settings();
        try (LocalService service = LocalService.start(settings)) {
            out.print(Greeting.of(service, settings));
            out.flush();
            end.await();
            return OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OK;
        } catch (RuntimeException e) {
            commandLine().getErr().println("local-service: " + e.getMessage());
            return FAILED;
        }
    }

    /** What the options say. */
    LocalServiceSettings settings() {
        try {
            for (ProjectSettings project : projects) {
                builder.project(trainingShare == null ? project : project.withTrainingShare(trainingShare));
            }
            LocalServiceSettings settings = builder.build();
            settings.faults().forEach(Fault::parse);
            return settings;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    /** Reads a project's three parts. */
    static final class Project extends Reader<ProjectSettings> {
        Project() {
            super(LocalServiceCommand::project);
        }
    }

    /** Reads how long something takes. */
    static final class Distribution extends Reader<DurationDistribution> {
        Distribution() {
            super(DurationDistribution::parse);
        }
    }

    /** Reads a time. */
    static final class Length extends Reader<Duration> {
        Length() {
            super(DurationText::duration);
        }
    }

    /** Gives picocli the reason why a value is none. */
    private abstract static class Reader<T> implements ITypeConverter<T> {
        private final Function<String, T> read;

        Reader(Function<String, T> read) {
            this.read = read;
        }

        @Override
        public T convert(String text) {
            try {
                return read.apply(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    private static ProjectSettings project(String text) {
        String[] parts = text.split(":", -1);
        Path labels = Path.of(parts[0]);
        ProjectSettings project = parts.length > 1 && !parts[1].isEmpty()
                ? ProjectSettings.of(labels, Path.of(parts[1]))
                : ProjectSettings.of(labels);
        return parts.length > 2 ? project.withDeploymentName(parts[2]) : project;
    }
}
