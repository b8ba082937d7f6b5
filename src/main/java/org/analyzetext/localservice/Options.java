package org.analyzetext.localservice;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** The command's options: given as {@code --name value}, or in a properties file as {@code name=value}. */
final class Options {
    private final List<Given> given = new ArrayList<>();

    private record Given(Option option, String value) {}

    private Options() {}

    static Options parse(String[] args) {
        Options options = new Options();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--")) {
                throw new IllegalArgumentException("'" + args[i] + "' is not an option");
            }
            String name = args[i].substring(2);
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
            if (name.equals("properties")) {
                options.addFile(Path.of(args[i + 1]));
            } else {
                options.add(name, args[i + 1]);
            }
        }
        return options;
    }

    static String help() {
        StringBuilder help = new StringBuilder("Runs a local stand-in for custom text classification jobs.\n");
        help.append(String.format(
                Locale.ROOT, "  --%-28s %s%n", "properties FILE", "read options from a file, as name=value"));
        for (Option option : Option.values()) {
            help.append(
                    String.format(Locale.ROOT, "  --%-28s %s%n", option.word() + " " + option.value(), option.help()));
        }
        return help.toString();
    }

    LocalServiceSettings settings() {
        LocalServiceSettings.Builder builder = LocalServiceSettings.builder().port(8071);
        List<String> keys = values(Option.KEY);
        if (!keys.isEmpty()) {
            builder.keys(keys.toArray(String[]::new));
        }
        builder.tokens(values(Option.TOKEN).toArray(String[]::new));
        builder.faults(values(Option.FAULT).toArray(String[]::new));
        for (String project : values(Option.PROJECT)) {
            builder.project(project(project));
        }
        for (Given each : given) {
            try {
                each.option().apply(builder, each.value());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "--" + each.option().word() + " '" + each.value() + "' is not a number", e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--" + each.option().word() + " " + each.value() + ": " + e.getMessage(), e);
            }
        }
        builder.build().faults().forEach(Fault::parse);
        return builder.build();
    }

    private ProjectSettings project(String text) {
        String[] parts = text.split(":", -1);
        Path labels = Path.of(parts[0]);
        ProjectSettings project = parts.length > 1 && !parts[1].isEmpty()
                ? ProjectSettings.of(labels, Path.of(parts[1]))
                : ProjectSettings.of(labels);
        if (parts.length > 2) {
            project = project.withDeploymentName(parts[2]);
        }
        for (String share : values(Option.TRAINING_SHARE)) {
            project = project.withTrainingShare(Double.parseDouble(share));
        }
        return project;
    }

    private List<String> values(Option option) {
        return given.stream()
                .filter(each -> each.option() == option)
                .map(Given::value)
                .toList();
    }

    private void add(String name, String value) {
        given.add(new Given(Option.of(name), value));
    }

    /** Names that occur several times carry a suffix there: {@code project.1}, {@code project.2}. */
    private void addFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e, e);
        }
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> add(name.replaceFirst("\\.\\d+$", ""), properties.getProperty(name)));
    }
}
